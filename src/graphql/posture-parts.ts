import { worstFamily } from '../findings/posture.ts';
import {
  type FamilyPart,
  type PopulationPart,
  postureOfPopulations,
  tenantPosture,
  type TenantPosture,
} from '../findings/tenant-posture.ts';
import { builder } from './builder.ts';
import { FindingFamilyEnum } from './finding-enums.ts';
import { PopulationType } from './population.ts';
import { PostureType, ScoreType } from './posture.ts';

interface DirectoryPosture {
  readonly directory: string;
  readonly posture: TenantPosture;
}

const FamilyPostureType = builder.objectRef<FamilyPart>('FamilyPosture').implement({
  description: 'How the rules of one family came out.',
  extensions: { permission: 'finding:read' },
  fields: (t) => ({
    family: t.expose('family', { type: FindingFamilyEnum, description: 'What they are about.' }),
    score: t.field({ type: ScoreType, description: 'From these rules alone.', resolve: (part) => part }),
  }),
});

const PopulationPostureType = builder.objectRef<PopulationPart>('PopulationPosture').implement({
  description: 'How one population stands: its users and groups, and the population itself.',
  extensions: { permission: 'finding:read' },
  fields: (t) => ({
    population: t.expose('population', { type: PopulationType, nullable: true, description: 'Which one.' }),
    score: t.field({ type: ScoreType, description: 'From these subjects alone.', resolve: (part) => part }),
  }),
});

const DirectoryPostureType = builder.objectRef<DirectoryPosture>('DirectoryPosture').implement({
  description: 'How one directory stands.',
  extensions: { permission: 'finding:read' },
  fields: (t) => ({
    key: t.exposeString('directory', { description: 'Key of the directory.' }),
    posture: t.expose('posture', { type: PostureType, description: 'The look at it alone.' }),
  }),
});

builder.objectFields(PostureType, (t) => ({
  byFamily: t.expose('byFamily', {
    type: [FamilyPostureType],
    description: 'The same by what the rules are about; families without a rule that is on are left out.',
  }),
  worstFamily: t.field({
    type: FindingFamilyEnum,
    nullable: true,
    description: 'The family with the lowest score; null when nothing could be decided.',
    resolve: ({ byFamily }) => worstFamily(byFamily),
  }),
  byPopulation: t.field({
    type: [PopulationPostureType],
    description: 'The same by population, over all directories of this look that have populations.',
    resolve: async ({ parts }) => (await Promise.all(parts.map(postureOfPopulations))).flat(),
  }),
  byDirectory: t.field({
    type: [DirectoryPostureType],
    description: 'The same for each directory of this look.',
    resolve: async ({ parts, asOf }) =>
      await Promise.all(
        parts.map(async (part): Promise<DirectoryPosture> => ({
          directory: part.directory,
          posture: await tenantPosture([part], [], asOf),
        })),
      ),
  }),
}));
