import type { Chart, Row } from './table.ts';

const width = 860;
const barHeight = 16;
const left = 210;
const room = 400;
const titleHeight = 34;

/** Readable on light and dark pages alike: an SVG in an `<img>` follows the reader's own preference. */
const style = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .title { font-weight: 600 }
  .small { fill: #59636e }
  .page { fill: #ffffff }
  .gateway { fill: #0969da } .limit { fill: #afb8c1 } .limit-64 { fill: #818b98 } .naive { fill: #d1774b }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc }
    .small { fill: #9198a1 }
    .page { fill: #0d1117 }
    .gateway { fill: #4493f8 } .limit { fill: #3d444d } .limit-64 { fill: #656c76 } .naive { fill: #db8b5f }
  }`;

/** Bars of each question that has them, each with its ratio to the gateway's: time, or requests a second. */
export function chartOf(rows: readonly Row[]): string {
  const charts = rows.flatMap(({ chart }) => chart ?? []);
  const parts: string[] = [];
  let top = 20;
  for (const chart of charts) {
    parts.push(barsOf(chart, top));
    top += titleHeight + chart.bars.length * (barHeight + 4) + 10;
  }
  const described = charts.map(descriptionOf).join(' ');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${top}" width="${width}" height="${top}" role="img" aria-labelledby="title description">
<title id="title">The gateway beside a loop written by hand and a naive GraphQL server</title>
<desc id="description">${escaped(described)}</desc>
<style>${style}</style>
<rect class="page" width="${width}" height="${top}"/>
${parts.join('\n')}
</svg>
`;
}

function barsOf({ title, more, bars }: Chart, top: number): string {
  const longest = Math.max(...bars.map(({ value }) => value));
  const gateway = bars.find(({ name }) => name === 'gateway')?.value ?? Number.NaN;
  const unit = more === 'worse' ? 'time; shorter is better' : 'requests a second; longer is better';
  const heading = `<text x="16" y="${top + 14}"><tspan class="title">${escaped(title)}</tspan><tspan class="small" dx="10">${unit}</tspan></text>`;
  const lines = bars.map(({ name, value, note }, index) => {
    const y = top + titleHeight - 8 + index * (barHeight + 4);
    const length = Math.max(1, (value / longest) * room);
    const ratio = `${(value / gateway).toFixed(2)} x`;
    const label = `${ratio}, ${told(value, more)}${note === undefined ? '' : `, ${note}`}`;
    return `<text x="${left - 10}" y="${y + 12}" text-anchor="end">${escaped(name)}</text><rect class="${name}" x="${left}" y="${y}" width="${length.toFixed(1)}" height="${barHeight}" rx="2"/><text class="small" x="${(left + length + 8).toFixed(1)}" y="${y + 12}">${escaped(label)}</text>`;
  });
  return [heading, ...lines].join('\n');
}

function descriptionOf({ title, more, bars }: Chart): string {
  return `${title}: ${bars.map(({ name, value }) => `${name} ${told(value, more)}`).join(', ')}.`;
}

function told(value: number, more: Chart['more']): string {
  const text = value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en');
  return more === 'worse' ? `${text} ms` : `${text}/s`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
