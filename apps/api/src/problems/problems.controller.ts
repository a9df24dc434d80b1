import { Controller, Get, Header, NotFoundException, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { refusals } from '#law';
import { Public } from '../session/public.js';

const texts = new Map(Object.entries(refusals));

/** The page that a problem's `type` leads to. */
@ApiTags('Lời từ chối')
@Controller('problems')
export class ProblemsController {
  @Public()
  @ApiOperation({ summary: 'Giải thích một lời từ chối' })
  @Get(':code')
  @Header('content-type', 'text/html; charset=utf-8')
  page(@Param('code') code: string): string {
    const text = texts.get(code);
    if (text === undefined) throw new NotFoundException();
    return `<!doctype html><html lang="vi"><meta charset="utf-8"><title>${code}</title><h1>${text.vi}</h1><p>${code}</p></html>`;
  }
}
