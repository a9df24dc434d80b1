import { applyDecorators } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import { REGISTER_ORDERS, REGISTER_STATUSES, type RegisterFilter, type RegisterPage } from '#reports';
import { instantFrom } from '#working-time';
import { chosen, pageSize, words, yesOrNo } from '../query-input.js';

export type RawQuery = Readonly<Record<string, unknown>>;

/** What a search of the register asks for. @throws Refusal `invalid-input` */
export function registerFilter(query: RawQuery): RegisterFilter {
  const dueBefore = words('dueBefore', query['dueBefore']);
  return given({
    code: words('code', query['code']),
    name: words('name', query['name']),
    phone: words('phone', query['phone']),
    procedure: words('procedure', query['procedure']),
    agency: words('agency', query['agency']),
    status: chosen('status', query['status'], REGISTER_STATUSES),
    open: yesOrNo('open', query['open']),
    dueBefore: dueBefore === undefined ? undefined : instantFrom('dueBefore', dueBefore),
  });
}

/** @throws Refusal `invalid-input` */
export const registerPage = (query: RawQuery): RegisterPage =>
  given({
    order: chosen('order', query['order'], REGISTER_ORDERS),
    limit: pageSize(query['limit']),
    after: words('after', query['after']),
  });

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without what was not given. */
function given<T extends object>(fields: T): Given<T>;
function given(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

const optional = { required: false } as const;

/** How the page of the API shows the filter. */
export const FilterQuery = (): MethodDecorator =>
  applyDecorators(
    ApiQuery({ name: 'code', ...optional, description: 'mã hồ sơ, hoặc phần đầu của mã' }),
    ApiQuery({ name: 'name', ...optional, description: 'tên chủ hồ sơ, có dấu hay không dấu' }),
    ApiQuery({ name: 'phone', ...optional }),
    ApiQuery({ name: 'procedure', ...optional }),
    ApiQuery({ name: 'agency', ...optional, description: 'nơi tiếp nhận, giải quyết, đang giữ hoặc phối hợp' }),
    ApiQuery({ name: 'status', ...optional, enum: REGISTER_STATUSES }),
    ApiQuery({ name: 'open', ...optional, enum: ['true', 'false'] }),
    ApiQuery({ name: 'dueBefore', ...optional, description: 'hạn trả trước thời điểm này, ISO 8601' }),
    AtLeastQuery(),
  );

/** How the page of the API shows the position that a query may wait for. */
export const AtLeastQuery = (): MethodDecorator =>
  ApiQuery({
    name: 'atLeast',
    ...optional,
    description: 'position của lệnh vừa gửi: chờ tối đa 2 giây cho đến khi thấy',
  });
