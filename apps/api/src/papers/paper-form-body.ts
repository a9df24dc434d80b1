import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { problemSchema } from '../openapi/answers.js';

/** How the page of the API shows the form of a paper. */
export const PaperFormBody = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Nộp một tệp giấy tờ: loại tệp xét theo nội dung, tệp được mã hóa khi lưu' }),
    ApiHeader({ name: 'Idempotency-Key', required: true, description: 'cùng khóa, cùng tệp: trả lời như lần đầu' }),
    ApiHeader({ name: 'If-Match', required: false, description: 'revision đã thấy; 412 nếu hồ sơ đã thay đổi' }),
    ApiConsumes('multipart/form-data'),
    ApiBody({
      schema: {
        type: 'object',
        properties: { name: { type: 'string' }, file: { type: 'string', format: 'binary' } },
        required: ['name', 'file'],
      },
    }),
    ApiResponse({ status: 201, description: 'đã lưu, sự kiện mang SHA-256 của tệp' }),
    ApiResponse({
      status: '4XX',
      description: 'từ chối, không lưu gì (trừ tệp nhiễm mã độc: bị cách ly)',
      content: { 'application/problem+json': { schema: problemSchema } },
    }),
  );
