import { Refusal } from '#kernel';

/**
 * Each received dossier has one code ("01 (một) Mã số hồ sơ"); it is received once.
 * @law ND118-2025/17.3
 */
export function oneCodeForLife(code: string | null): void {
  if (code !== null) throw new Refusal('already-received', 'ND118-2025/17.3', { code });
}
