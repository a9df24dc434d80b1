import { SetMetadata } from '@nestjs/common';

export const BEFORE_PASSWORD_CHANGE = 'before-password-change';

/** A route that is open to who must first change the password that somebody else gave. */
export const BeforePasswordChange = () => SetMetadata(BEFORE_PASSWORD_CHANGE, true);
