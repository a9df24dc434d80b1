import { Body, Controller, Delete, Get, HttpCode, Post, Put, Req, UseInterceptors } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { setTimeout as wait } from 'node:timers/promises';
import { Accounts, Identities, type Identity, type LoggedIn } from '#access';
import { Clock, personal, plain, record } from '#kernel';
import { taken } from '../input.js';
import { jsonSchemaOf } from '../openapi/json-schema.js';
import { LogInRate } from '../rates/log-in-rate.interceptor.js';
import { RefusalsRecorded } from '../readings/asked-route.js';
import { BeforePasswordChange } from './before-password-change.js';
import { ANYBODY_LOGGED_IN, May } from './may.js';
import { Public } from './public.js';
import { Asking, tokenOf } from './session.guard.js';

const credentials = record({ account: plain, password: personal });
const passwords = record({ current: personal, password: personal });

/** A failed login is answered this long after it was asked, whatever it failed on. */
const FAILURE_MS = 500;

@ApiTags('Phiên làm việc')
@Controller('session')
export class SessionController {
  constructor(
    private readonly accounts: Accounts,
    private readonly identities: Identities,
    private readonly clock: Clock,
  ) {}

  @Public()
  @RefusalsRecorded('log-in')
  @UseInterceptors(LogInRate)
  @Post()
  @ApiOperation({ summary: 'Đăng nhập; token gửi kèm mọi yêu cầu sau: Authorization: Bearer …' })
  @ApiBody({ schema: jsonSchemaOf(credentials) })
  login(@Body() body: unknown): Promise<LoggedIn> {
    const { account, password } = taken(credentials, body);
    return slowlyRefused(this.accounts.logIn(account, password, this.clock.now()));
  }

  @May(ANYBODY_LOGGED_IN)
  @Get()
  @ApiOperation({ summary: 'Token này nói thay ai: tài khoản, vai trò, cơ quan, và các quyền nếu bị giới hạn' })
  show(@Asking() { account, name, actor }: Identity) {
    return { account, name, role: actor.role, agency: actor.agency, rights: actor.only ?? null };
  }

  @May(ANYBODY_LOGGED_IN)
  @BeforePasswordChange()
  @Put('password')
  @ApiOperation({ summary: 'Đổi mật khẩu; mọi phiên khác của tài khoản kết thúc' })
  @ApiBody({ schema: jsonSchemaOf(passwords) })
  @HttpCode(204)
  changePassword(@Req() request: FastifyRequest, @Body() body: unknown): Promise<void> {
    const { current, password } = taken(passwords, body);
    return slowlyRefused(this.accounts.changePassword(tokenOf(request), current, password, this.clock.now()));
  }

  @May(ANYBODY_LOGGED_IN)
  @BeforePasswordChange()
  @Delete()
  @ApiOperation({ summary: 'Đăng xuất: phiên kết thúc ngay, token không dùng lại được' })
  @HttpCode(204)
  logout(@Req() request: FastifyRequest): Promise<void> {
    return this.identities.end(tokenOf(request), this.clock.now());
  }

  @May(ANYBODY_LOGGED_IN)
  @BeforePasswordChange()
  @Delete('all')
  @ApiOperation({ summary: 'Đăng xuất mọi nơi: mọi phiên của tài khoản kết thúc' })
  @HttpCode(204)
  logoutEverywhere(@Req() request: FastifyRequest): Promise<void> {
    return this.identities.endAll(tokenOf(request), this.clock.now());
  }
}

async function slowlyRefused<T>(asked: Promise<T>): Promise<T> {
  const slow = wait(FAILURE_MS);
  try {
    return await asked;
  } catch (refused) {
    await slow;
    throw refused;
  }
}
