import { Controller, Get, HttpCode, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Closing } from '../closing.js';
import { Public } from '../session/public.js';
import { Health } from './health.js';

@ApiTags('Tình trạng')
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: Health,
    private readonly closing: Closing,
  ) {}

  @Public()
  @Get('live')
  @HttpCode(200)
  @ApiOperation({ summary: 'Tiến trình còn sống' })
  live() {
    return { ok: true };
  }

  @Public()
  @Get('ready')
  @ApiOperation({ summary: 'Có thể nhận việc: kho sự kiện, kho tra cứu và danh mục sẵn sàng' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const { ok: found, eventStore, readStore, catalogue } = await this.health.look();
    const ok = found && !this.closing.begun;
    void reply.status(ok ? 200 : 503);
    return { ok, eventStore: eventStore.ok, readStore: readStore.ok, catalogue: catalogue.ok };
  }

  @Public()
  @Get()
  @ApiOperation({ summary: 'Chi tiết: độ trễ của từng bảng tra cứu, hồ sơ bị cách ly, cân đối lưu chuyển hồ sơ' })
  async show(@Res({ passthrough: true }) reply: FastifyReply) {
    const [found, flows] = await Promise.all([this.health.look(), this.health.flowFigures()]);
    void reply.status(found.ok ? 200 : 503);
    return { ...found, flows };
  }
}
