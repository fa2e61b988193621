// What a script finds when it starts, and the few functions the host calls it by. Evaluated once,
// when the image all sandboxes start from is made; everything here that changes later (open calls,
// counters) lives in the sandbox's own memory, so a copy of the memory is a copy of the state.
//
// The host passes `send`, its only way in, and takes back [start, allow, deliver]. No script can reach
// either: they are closed over, and what they use of the language is taken now, before a script
// could replace it.
(function (send) {
  'use strict';

  const CALL = 0, LOG = 1, EMIT = 2, DONE = 3, FAIL = 4;
  const RETURNED = 0, RETURNED_BODY = 1, RETURNED_TEXT = 2, THROWN = 3, BROKEN = 4;

  const { apply } = Reflect;
  const { defineProperty, freeze, setPrototypeOf } = Object;
  const { stringify } = JSON;
  const { then } = Promise.prototype;
  const { resolve: resolved, withResolvers } = Promise;
  const NativePromise = Promise, NativeProxy = Proxy, NativeError = Error, NativeString = String;
  const NativeTypeError = TypeError, NativeSyntaxError = SyntaxError;

  // --- Tool calls -------------------------------------------------------------------------------

  let callsMax = 0, inFlightMax = 0;
  let calls = 0, inFlight = 0;
  // Open calls by id, and the calls that wait for room in flight, as a linked list. Objects without
  // prototypes, so that nothing a script does to built-ins shows here.
  const open = { __proto__: null };
  let waitingFirst, waitingLast;

  function call(path, argument) {
    if (path === '') {
      throw new NativeTypeError('tools is not a tool itself: call tools.<path>(argument), with a path that tools.search returns');
    }
    const made = apply(withResolvers, NativePromise, []);
    let json;
    try {
      json = argument === undefined ? '' : stringify(argument);
      if (json === undefined) throw new NativeTypeError('a ' + typeof argument + ' has no JSON form');
    } catch (problem) {
      made.reject(new NativeTypeError('The argument of tools.' + path + ' can not be sent: ' + describe(problem)));
      return made.promise;
    }
    if (calls >= callsMax) {
      made.reject(new NativeError('This script has made ' + callsMax + ' tool calls, which is as many as one script may make'));
      return made.promise;
    }
    const id = ++calls;
    open[id] = made;
    if (inFlight < inFlightMax) {
      leave(id, path, json);
    } else {
      const waiting = { __proto__: null, id, path, json, next: undefined };
      if (waitingLast) waitingLast.next = waiting; else waitingFirst = waiting;
      waitingLast = waiting;
    }
    return made.promise;
  }

  function leave(id, path, json) {
    inFlight++;
    try {
      send(CALL, id, path, json);
    } catch (problem) {
      inFlight--;
      const { reject } = open[id];
      open[id] = undefined;
      reject(problem);
    }
  }

  // The host's answer to a call; it makes `value` with the engine's own JSON parser.
  function deliver(id, kind, value, extra, problem) {
    const waiting = open[id];
    if (!waiting) return;
    // Set rather than deleted: as many stay as a script may make calls.
    open[id] = undefined;
    inFlight--;
    switch (kind) {
      case RETURNED: waiting.resolve(value); break;
      case RETURNED_BODY:
        value.data = extra;
        waiting.resolve(value);
        break;
      // The body is not JSON, unless it could not be parsed for another reason.
      case RETURNED_TEXT:
        if (problem instanceof NativeSyntaxError) {
          value.data = extra;
          waiting.resolve(value);
        } else {
          waiting.reject(problem);
        }
        break;
      case THROWN: waiting.reject(new NativeError(value)); break;
      case BROKEN: waiting.reject(value); break;
    }
    while (waitingFirst && inFlight < inFlightMax) {
      const next = waitingFirst;
      waitingFirst = next.next;
      if (!waitingFirst) waitingLast = undefined;
      leave(next.id, next.path, next.json);
    }
  }

  // --- tools ------------------------------------------------------------------------------------

  const HINT = 'Tools can not be listed or inspected as an object. Find them with '
    + 'tools.search({ query: "..." }) and read one with tools.describe.tool({ path })';
  const refuse = () => { throw new NativeTypeError(HINT); };
  const readOnly = () => { throw new NativeTypeError('tools is read-only'); };

  // A path is a function with the paths that go on from it as properties. It is looked at through a
  // proxy that refuses to be inspected but leaves reading to the engine; a property that is not there
  // yet is made by the proxy that the function has for a prototype. So a path that has been used once
  // costs no call into here.
  const face = {
    __proto__: null,
    ownKeys: refuse,
    has: refuse,
    getOwnPropertyDescriptor: refuse,
    getPrototypeOf: () => null,
    set: readOnly,
    defineProperty: readOnly,
    deleteProperty: readOnly,
    setPrototypeOf: readOnly,
    preventExtensions: readOnly,
  };
  const growth = {
    __proto__: null,
    get(node, key) {
      if (typeof key === 'symbol' || key === 'then') return undefined;
      const child = tool(node.path === '' ? key : node.path + '.' + key);
      defineProperty(node.target, key, { __proto__: null, value: child });
      return child;
    },
  };

  function tool(path) {
    const target = (argument) => call(path, argument);
    delete target.name;
    delete target.length;
    setPrototypeOf(target, new NativeProxy({ __proto__: null, path, target }, growth));
    return new NativeProxy(target, face);
  }

  // --- console and emit -------------------------------------------------------------------------

  function show(value) {
    switch (typeof value) {
      case 'string': return value;
      case 'function': return '[Function]';
      case 'symbol': return '[Symbol]';
      case 'bigint': return value + 'n';
      case 'object': break;
      default: return NativeString(value);
    }
    if (value === null) return 'null';
    try {
      if (value instanceof NativeError) return trace(value);
      const json = stringify(value);
      return json === undefined ? '[Object]' : json;
    } catch (problem) {
      return '[Object: ' + describe(problem) + ']';
    }
  }

  function log(level) {
    return (...values) => {
      let text = '[' + level + '] ';
      for (let i = 0; i < values.length; i++) text += (i ? ' ' : '') + show(values[i]);
      send(LOG, text);
    };
  }

  function emit(value) {
    let json;
    try {
      json = stringify(value === undefined ? null : value);
    } catch (problem) {
      throw new NativeTypeError('emit can not show this value: ' + describe(problem));
    }
    if (json === undefined) throw new NativeTypeError('emit can not show a ' + typeof value);
    send(EMIT, json);
  }

  // --- start and end ----------------------------------------------------------------------------

  function start(script, callsAllowed, inFlightAllowed) {
    allow(callsAllowed, inFlightAllowed);
    let value;
    try {
      value = typeof script === 'function' ? script() : script;
    } catch (problem) {
      fail(problem);
      return;
    }
    apply(then, apply(resolved, NativePromise, [value]), [done, fail]);
  }

  // Called again when a script goes on where other limits hold than where it started.
  function allow(callsAllowed, inFlightAllowed) {
    callsMax = callsAllowed;
    inFlightMax = inFlightAllowed;
  }

  function done(value) {
    let json;
    try {
      if (typeof value === 'function' || typeof value === 'symbol') {
        throw new NativeTypeError('a ' + typeof value + ' has no JSON form');
      }
      json = stringify(value);
    } catch (problem) {
      send(FAIL, 'TypeError', 'The value the script returned can not be turned into JSON: ' + describe(problem), '');
      return;
    }
    send(DONE, json === undefined ? 'null' : json);
  }

  function fail(problem) {
    let name = 'Error', stack = '';
    try {
      if (problem instanceof NativeError) {
        name = '' + problem.name;
        stack = '' + problem.stack;
      }
    } catch { /* A getter of the script's: it goes without. */ }
    send(FAIL, name, describe(problem), stack);
  }

  function describe(problem) {
    try {
      if (problem instanceof NativeError) return '' + problem.message;
      if (typeof problem === 'object' && problem !== null && typeof problem.message === 'string') return problem.message;
      return show(problem);
    } catch {
      return 'an error that can not be shown';
    }
  }

  function trace(error) {
    const text = error.name + ': ' + error.message;
    return error.stack ? text + '\n' + error.stack : text;
  }

  // --- Globals ----------------------------------------------------------------------------------

  function provide(name, value) {
    defineProperty(globalThis, name, { __proto__: null, value, writable: true, configurable: true, enumerable: false });
  }

  provide('tools', tool(''));
  provide('console', freeze({
    log: log('log'), info: log('info'), warn: log('warn'), error: log('error'), debug: log('debug'),
  }));
  provide('emit', emit);
  provide('fetch', function fetch() {
    throw new NativeError('fetch is disabled: a script reaches other systems through tools only');
  });

  // --- Small things of the web that scripts expect ----------------------------------------------

  const { encodeUtf8, decodeUtf8 } = utf8();
  provide('TextEncoder', class TextEncoder {
    get encoding() { return 'utf-8'; }
    encode(text = '') { return encodeUtf8(NativeString(text)); }
  });
  provide('TextDecoder', class TextDecoder {
    constructor(label = 'utf-8') {
      const name = NativeString(label).toLowerCase();
      if (name !== 'utf-8' && name !== 'utf8') throw new RangeError('TextDecoder decodes utf-8 only, not ' + name);
    }
    get encoding() { return 'utf-8'; }
    decode(bytes) {
      if (bytes === undefined) return '';
      return decodeUtf8(bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    }
  });
  provide('structuredClone', function structuredClone(value) { return clone(value, new Map()); });

  function utf8() {
    return {
      encodeUtf8(text) {
        const escaped = unescape(encodeURIComponent(text.toWellFormed()));
        const bytes = new Uint8Array(escaped.length);
        for (let i = 0; i < escaped.length; i++) bytes[i] = escaped.charCodeAt(i);
        return bytes;
      },
      decodeUtf8(bytes) {
        let text = '';
        for (let i = 0; i < bytes.length;) {
          const first = bytes[i++];
          let more = first < 0x80 ? 0 : first >= 0xc2 && first < 0xe0 ? 1 : first >= 0xe0 && first < 0xf0 ? 2 : first >= 0xf0 && first < 0xf5 ? 3 : -1;
          let code = more < 0 ? 0xfffd : more === 0 ? first : first & (0x3f >> more);
          // The second byte's range keeps out overlong forms, surrogates and what is past U+10FFFF.
          let low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
          let high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
          for (; more > 0; more--, low = 0x80, high = 0xbf) {
            const next = bytes[i];
            if (!(next >= low && next <= high)) { code = 0xfffd; break; }
            code = (code << 6) | (next & 0x3f);
            i++;
          }
          text += NativeString.fromCodePoint(code);
        }
        return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
      },
    };
  }

  function clone(value, seen) {
    if (typeof value === 'function' || typeof value === 'symbol') {
      throw new NativeTypeError('structuredClone can not clone a ' + typeof value);
    }
    if (typeof value !== 'object' || value === null) return value;
    if (seen.has(value)) return seen.get(value);
    const keep = (copy) => { seen.set(value, copy); return copy; };
    if (value instanceof Date) return keep(new Date(value.getTime()));
    if (value instanceof RegExp) return keep(new RegExp(value.source, value.flags));
    if (value instanceof ArrayBuffer) return keep(value.slice(0));
    if (ArrayBuffer.isView(value)) return keep(new value.constructor(clone(value.buffer, seen), value.byteOffset, value.length));
    if (value instanceof Map) {
      const copy = keep(new Map());
      for (const [key, item] of value) copy.set(clone(key, seen), clone(item, seen));
      return copy;
    }
    if (value instanceof Set) {
      const copy = keep(new Set());
      for (const item of value) copy.add(clone(item, seen));
      return copy;
    }
    if (value instanceof NativeError) {
      const copy = keep(new value.constructor(value.message));
      copy.stack = value.stack;
      return copy;
    }
    const copy = keep(Array.isArray(value) ? [] : {});
    for (const key of Object.keys(value)) copy[key] = clone(value[key], seen);
    return copy;
  }

  return [start, allow, deliver];
})
