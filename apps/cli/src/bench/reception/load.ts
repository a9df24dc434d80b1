import { Agent, request } from 'node:http';

/** One answer to a `POST`. */
interface Answered {
  readonly status: number;
}

/** What the n-th `POST` says. */
export interface Load {
  readonly headers: (at: number) => Readonly<Record<string, string>>;
  readonly body: (at: number) => string;
}

/** Posts as fast as so many connections allow, for a while. @returns answers a second @throws when one is not 201 */
export async function postsPerSecond(
  url: string,
  connections: number,
  seconds: number,
  { headers, body }: Load,
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let sent = 0;
  let answered = 0;
  const from = performance.now();
  const until = from + seconds * 1_000;
  const client = async (): Promise<void> => {
    while (performance.now() < until) {
      const at = (sent += 1);
      const { status } = await post(url, agent, headers(at), body(at));
      if (status !== 201) throw new Error(`${url} answered ${status}`);
      answered += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  agent.destroy();
  return answered / ((performance.now() - from) / 1_000);
}

function post(url: string, agent: Agent, headers: Readonly<Record<string, string>>, body: string): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const length = Buffer.byteLength(body);
    const asked = request(
      url,
      { method: 'POST', agent, headers: { ...headers, 'content-type': 'application/json', 'content-length': length } },
      (answer) => {
        answer.resume();
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0 }));
        answer.on('error', reject);
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}
