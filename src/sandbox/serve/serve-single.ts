import type { Answer, Call, Handler, JsonObject, Single } from '../resources/resource.ts';
import { forbidden } from '../api-error.ts';
import type { Row } from '../tenant.ts';
import { expanded } from './represent.ts';
import { parentOf } from './visibility.ts';

/** GET of an object that exists once. */
export function singleReadHandler(resource: Single, read: (call: Call, parent: Row) => JsonObject): Handler {
  return (call) => ({ status: 200, body: shown(resource, read(call, ownerOf(resource, call)), call) });
}

/** PUT, POST or DELETE on it: the parent is looked up, and the answer's body gets its links. */
export function singleWriteHandler(resource: Single, write: (call: Call, parent: Row) => Answer): Handler {
  return (call) => {
    const answer = write(call, ownerOf(resource, call));
    if (typeof answer.body !== 'object' || answer.body === null) return answer;
    return { ...answer, body: shown(resource, answer.body as JsonObject, call) };
  };
}

/** A right for some populations does not open the configuration of the whole environment. */
function ownerOf(resource: Single, call: Call): Row {
  if (
    resource.within === undefined &&
    resource.needs.read.area === 'configuration' &&
    call.reach.kind !== 'all'
  )
    throw forbidden();
  return parentOf(call, resource.within);
}

function shown(resource: Single, value: JsonObject, call: Call): JsonObject {
  const embedded = expanded(resource.expand, value, call);
  return {
    _links: { self: { href: `${call.base}${call.path}` } },
    environment: { id: call.params['environmentId'] },
    ...value,
    ...(embedded === undefined ? {} : { _embedded: embedded }),
  };
}
