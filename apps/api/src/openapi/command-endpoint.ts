import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { Shape } from '#kernel';
import { answerSchema, problemSchema } from './answers.js';
import { jsonSchemaOf } from './json-schema.js';

/** How the page of the API shows a command: its headers, its body, what it answers and how it says no. */
export const CommandEndpoint = (summary: string, shape: Shape): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiHeader({
      name: 'Idempotency-Key',
      required: true,
      description: 'cùng khóa, cùng nội dung: trả lời như lần đầu',
    }),
    ApiHeader({ name: 'If-Match', required: false, description: 'revision đã thấy; 412 nếu hồ sơ đã thay đổi' }),
    ApiBody({ schema: jsonSchemaOf(shape) }),
    ApiResponse({ status: '2XX', description: 'đã ghi', schema: answerSchema }),
    ApiResponse({
      status: '4XX',
      description: 'từ chối, nêu căn cứ pháp lý',
      content: { 'application/problem+json': { schema: problemSchema } },
    }),
  );
