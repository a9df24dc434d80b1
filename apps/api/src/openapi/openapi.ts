import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';

/** The page of the API at `/docs`, and the document it shows at `/docs-json`. */
export function serveDocs(app: NestFastifyApplication): void {
  const description =
    'Hồ sơ thủ tục hành chính theo Nghị định 118/2025/NĐ-CP. Đăng nhập bằng POST /session, rồi gửi token (Bearer). ' +
    'Mọi lời từ chối là problem+json (RFC 9457) nêu mã, câu tiếng Việt và căn cứ pháp lý.';
  const document = new DocumentBuilder()
    .setTitle('Đúng Hẹn')
    .setDescription(description)
    .setVersion('0.1.0')
    .addBearerAuth()
    .addSecurityRequirements('bearer')
    .build();
  SwaggerModule.setup('docs', app, () => SwaggerModule.createDocument(app, document), {
    customSiteTitle: 'Đúng Hẹn – API',
    swaggerOptions: { persistAuthorization: true },
  });
}
