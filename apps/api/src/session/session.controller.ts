import { Body, Controller, Delete, HttpCode, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { setTimeout as wait } from 'node:timers/promises';
import { Accounts } from '#access';
import { Clock, personal, plain, record, type Instant } from '#kernel';
import { taken } from '../input.js';
import { jsonSchemaOf } from '../openapi/json-schema.js';
import { LogInRate } from '../rates/log-in-rate.interceptor.js';
import { ANYBODY_LOGGED_IN, May } from './may.js';
import { Public } from './public.js';
import { tokenOf } from './session.guard.js';

const credentials = record({ account: plain, password: personal });

/** A failed login is answered this long after it was asked, whatever it failed on. */
const FAILURE_MS = 500;

@ApiTags('Phiên làm việc')
@Controller('session')
export class SessionController {
  constructor(
    private readonly accounts: Accounts,
    private readonly clock: Clock,
  ) {}

  @Public()
  @UseInterceptors(LogInRate)
  @Post()
  @ApiOperation({ summary: 'Đăng nhập; token gửi kèm mọi yêu cầu sau: Authorization: Bearer …' })
  @ApiBody({ schema: jsonSchemaOf(credentials) })
  async login(@Body() body: unknown): Promise<{ readonly token: string; readonly endsAt: Instant }> {
    const { account, password } = taken(credentials, body);
    const slow = wait(FAILURE_MS);
    try {
      return await this.accounts.logIn(account, password, this.clock.now());
    } catch (refused) {
      await slow;
      throw refused;
    }
  }

  @May(ANYBODY_LOGGED_IN)
  @Delete()
  @ApiOperation({ summary: 'Đăng xuất: phiên kết thúc ngay' })
  @HttpCode(204)
  logout(@Req() request: FastifyRequest): Promise<void> {
    return this.accounts.logOut(tokenOf(request));
  }
}
