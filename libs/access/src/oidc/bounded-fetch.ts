/** What a provider says of itself, and its keys, are some kilobytes. */
const MOST_BYTES = 1_048_576;

/** Asks as `fetch` does, and takes no endless answer. @throws TypeError while the answer is read */
export async function boundedFetch(url: string | URL, options: RequestInit): Promise<Response> {
  const { body, status, headers } = await fetch(url, options);
  return new Response(body?.pipeThrough(atMost(MOST_BYTES)) ?? null, { status, headers });
}

function atMost(bytes: number): TransformStream<Uint8Array, Uint8Array> {
  let left = bytes;
  return new TransformStream({
    transform(chunk, controller) {
      left -= chunk.byteLength;
      if (left < 0) controller.error(new TypeError(`an answer of more than ${bytes} bytes`));
      else controller.enqueue(chunk);
    },
  });
}
