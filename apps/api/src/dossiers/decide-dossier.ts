import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  DossierDesk,
  type Answer,
  type Caller,
  type DossierRequest,
  type Given,
  type ReceiveRequest,
  type SubmitRequest,
} from '#handling';

/** What is asked of the dossier's stream. */
export type Asked =
  | { readonly is: 'submit'; readonly body: SubmitRequest }
  | { readonly is: 'receive'; readonly body: ReceiveRequest }
  | { readonly is: 'give'; readonly dossier: string; readonly request: DossierRequest };

/** The one envelope of the stream: who asks, how, and what. */
export class DecideDossier extends Command<Answer> {
  constructor(
    readonly caller: Caller,
    readonly given: Given,
    readonly asked: Asked,
  ) {
    super();
  }
}

@CommandHandler(DecideDossier)
export class DecideDossierHandler implements ICommandHandler<DecideDossier> {
  constructor(private readonly desk: DossierDesk) {}

  execute({ caller, given, asked }: DecideDossier): Promise<Answer> {
    switch (asked.is) {
      case 'submit':
        return this.desk.submit(caller, given, asked.body);
      case 'receive':
        return this.desk.receive(caller, given, asked.body);
      case 'give':
        return this.desk.give(caller, given, asked.dossier, asked.request);
    }
  }
}
