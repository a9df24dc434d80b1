import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { CatalogueFeed } from '#handling';
import { Refusal } from '#kernel';
import type { KnownProcedure } from '#catalogue';
import { chosen, pageSize, words, yesOrNo } from '../query-input.js';
import { May } from '../session/may.js';

const LEVELS = ['province', 'commune'] as const;

/** Thủ tục hành chính: what the national database and the province publish. */
@May('read-catalogue')
@ApiTags('Danh mục')
@Controller('procedures')
export class ProceduresController {
  constructor(private readonly catalogue: CatalogueFeed) {}

  @Get()
  @ApiOperation({ summary: 'Tìm thủ tục theo mã hoặc tên, có dấu hay không dấu' })
  @ApiQuery({ name: 'q', required: false })
  @ApiQuery({ name: 'field', required: false })
  @ApiQuery({ name: 'level', required: false, enum: LEVELS })
  @ApiQuery({ name: 'receivable', required: false, enum: ['true', 'false'] })
  @ApiQuery({ name: 'after', required: false, description: 'mã cuối cùng của trang trước' })
  @ApiQuery({ name: 'limit', required: false })
  search(@Query() query: Readonly<Record<string, unknown>>) {
    const limit = pageSize(query['limit']);
    const field = words('field', query['field']);
    const level = chosen('level', query['level'], LEVELS);
    const receivable = yesOrNo('receivable', query['receivable']);
    const after = words('after', query['after']);
    const found = this.catalogue.view.searchProcedures(words('q', query['q']) ?? '', {
      limit,
      ...(field === undefined ? {} : { field }),
      ...(level === undefined ? {} : { level }),
      ...(receivable === undefined ? {} : { receivable }),
      ...(after === undefined ? {} : { after }),
    });
    const last = found.at(-1);
    return { procedures: found.map(summaryOf), next: found.length === limit && last !== undefined ? last.code : null };
  }

  @Get(':code')
  @ApiOperation({ summary: 'Một thủ tục: bản ghi quốc gia, phiên bản địa phương, thời hạn theo kênh và trường hợp' })
  show(@Param('code') code: string) {
    const { view } = this.catalogue;
    const national = view.findNational(code);
    const local = view.findLocal(code);
    if (national === undefined && local === undefined)
      throw new Refusal('unknown-procedure', null, { code: code.slice(0, 64) });
    const workflow = local && view.findWorkflow(local.workflow.id, local.workflow.version);
    return { code, national: national ?? null, local: local ?? null, workflow: workflow ?? null };
  }
}

const summaryOf = ({ code, national, local }: KnownProcedure) => ({
  code,
  name: (local ?? national)?.name ?? code,
  field: (local ?? national)?.field ?? null,
  level: local?.level ?? national?.level ?? null,
  receivable: local !== undefined,
});
