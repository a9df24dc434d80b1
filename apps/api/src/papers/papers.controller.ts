import { Controller, Get, Headers, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { create as contentDisposition } from 'content-disposition';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { maskedFor } from '#access';
import type { Caller } from '#handling';
import { downloadName, PaperVault } from '#papers';
import { FindDossier } from '../dossiers/find-dossier.js';
import { givenBy, type RawHeaders } from '../dossiers/given.js';
import { tellAnswer } from '../readings/asked-route.js';
import { May } from '../session/may.js';
import { Asking } from '../session/session.guard.js';
import { disregard, readPaperForm } from './paper-form.js';
import { PaperFormBody } from './paper-form-body.js';
import { paperOf, papersOf } from './paper-view.js';
import { StorePaper, type StoredPaper } from './store-paper.js';

/** A browser neither shows a paper in its place, nor guesses what it is, nor keeps it, nor lets it do anything. */
const INERT = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "sandbox; default-src 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'private, no-store',
} as const;

/** Tệp giấy tờ của hồ sơ: handed in, listed and downloaded. */
@ApiTags('Giấy tờ')
@Controller('dossiers/:dossier/papers')
export class PapersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly vault: PaperVault,
  ) {}

  @May('StorePaper')
  @Post()
  @PaperFormBody()
  async store(
    @Asking() caller: Caller,
    @Headers() headers: RawHeaders,
    @Param('dossier') dossier: string,
    @Req() request: FastifyRequest,
  ): Promise<StoredPaper> {
    const { maxBytes } = this.vault;
    try {
      const given = givenBy(headers, {});
      return await this.commands.execute(
        new StorePaper(caller, given, dossier, (take) => readPaperForm(request, maxBytes, take)),
      );
    } catch (error) {
      disregard(request, maxBytes);
      throw error;
    }
  }

  @May('read-dossier')
  @Get()
  @ApiOperation({ summary: 'Các tệp giấy tờ của hồ sơ, kể cả tệp bị cách ly' })
  async all(@Asking() caller: Caller, @Param('dossier') dossier: string) {
    const loaded = await this.queries.execute(new FindDossier(caller, 'read-dossier', dossier));
    return maskedFor(caller.actor.role, { dossierId: loaded.dossierId, papers: papersOf(loaded) });
  }

  @May('read-paper')
  @Get(':paper')
  @ApiOperation({ summary: 'Tải một tệp giấy tờ; ETag là SHA-256 của nội dung' })
  @ApiProduces('application/octet-stream')
  async download(
    @Asking() caller: Caller,
    @Param('dossier') dossier: string,
    @Param('paper') id: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const loaded = await this.queries.execute(new FindDossier(caller, 'read-paper', dossier));
    tellAnswer(reply.request, { dossierId: loaded.dossierId });
    const paper = paperOf(loaded, id);
    const content = await this.vault.open(loaded, { ...paper, paper: id });
    await reply
      .headers({
        ...INERT,
        'content-type': paper.type,
        'content-length': paper.size,
        'content-disposition': contentDisposition(downloadName(paper.fileName, paper.type)),
        etag: `"${paper.digest}"`,
      })
      .send(content);
  }
}
