// `awslambda`, the global that handlers use to stream their answer.
import { Writable } from 'node:stream';
import { open } from './client.mjs';
import { describeError } from './handler-contract.mjs';

const STREAMED = Symbol.for('crossover.streamed');
const HTTP_TYPE = 'application/vnd.awslambda.http-integration-response';

export const isStreamed = (handler) => handler[STREAMED] === true;

globalThis.awslambda = {
  streamifyResponse(handler, options) {
    handler[STREAMED] = true;
    handler.options = options;
    return handler;
  },
  HttpResponseStream: {
    /** The answer begins with status and headers as JSON, then eight zero bytes, then the body. */
    from(stream, metadata) {
      stream.setContentType(HTTP_TYPE);
      stream.write(Buffer.concat([Buffer.from(JSON.stringify(metadata)), Buffer.alloc(8)]));
      return stream;
    },
  },
};

/** A stream that opens its request with the first byte, so that the content type can still be set. */
export class ResponseStream extends Writable {
  #id;
  #type = 'application/octet-stream';
  #request = null;

  constructor(id) {
    super();
    this.#id = id;
  }

  setContentType(type) {
    this.#type = type;
  }

  #open() {
    this.#request ??= open('POST', `/invocation/${this.#id}/response`, {
      'content-type': this.#type,
      'transfer-encoding': 'chunked',
      'lambda-runtime-function-response-mode': 'streaming',
      trailer: 'Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body',
    });
    return this.#request;
  }

  get started() {
    return this.#request !== null;
  }

  _write(chunk, encoding, done) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk;
    this.#open().outgoing.write(bytes, done);
  }

  _final(done) {
    const { outgoing, done: answered } = this.#open();
    outgoing.end();
    answered.then(() => done(), done);
  }

  /** Ends a stream that has begun with an error at its end. */
  async breakOff(thrown) {
    const { outgoing, done } = this.#open();
    const { errorType, errorMessage, trace } = describeError(thrown);
    const body = Buffer.from(JSON.stringify({ errorType, errorMessage, trace })).toString('base64');
    outgoing.addTrailers({
      'Lambda-Runtime-Function-Error-Type': errorType,
      'Lambda-Runtime-Function-Error-Body': body,
    });
    outgoing.end();
    await done;
  }
}
