import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Bounds } from '#installation';

/** A request under way has so long to end once no more are taken. */
const ENDED_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 100;

/** Whether this process is about to stop: it says so first, that a balancer may send requests elsewhere. */
@Injectable()
export class Closing {
  private hasBegun = false;

  get begun(): boolean {
    return this.hasBegun;
  }

  begin(): void {
    this.hasBegun = true;
  }
}

/** Not ready, then takes no more connections, lets what runs come to its end, and cuts off what does not. */
export async function closeGently(app: NestFastifyApplication, { stopDelaySeconds }: Bounds): Promise<void> {
  app.get(Closing).begin();
  await wait(stopDelaySeconds * 1_000);
  const server = app.getHttpServer();
  const idle = setInterval(() => server.closeIdleConnections(), LOOK_EVERY_MS);
  const late = setTimeout(() => server.closeAllConnections(), ENDED_WITHIN_MS);
  try {
    await app.close();
  } finally {
    clearInterval(idle);
    clearTimeout(late);
  }
}
