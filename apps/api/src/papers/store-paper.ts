import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DossierDesk, type Answer, type Caller, type Given } from '#handling';
import { Refusal } from '#kernel';
import { PaperVault, type Taken } from '#papers';
import type { PaperForm, TakeFile } from './paper-form.js';
import { paperAt, type PaperView } from './paper-view.js';

export type StoredPaper = Answer & { readonly paper: PaperView };

/** A file on its way to a dossier; `read` reads the form once it is known that the dossier may have it. */
export class StorePaper extends Command<StoredPaper> {
  constructor(
    readonly caller: Caller,
    readonly given: Given,
    readonly dossier: string,
    readonly read: (take: TakeFile) => Promise<PaperForm>,
  ) {
    super();
  }
}

/** First the file, then its event: what no event came to name is given back, at once or by the sweep. */
@CommandHandler(StorePaper)
export class StorePaperHandler implements ICommandHandler<StorePaper> {
  constructor(
    private readonly desk: DossierDesk,
    private readonly vault: PaperVault,
  ) {}

  async execute({ caller, given, dossier, read }: StorePaper): Promise<StoredPaper> {
    const home = await this.desk.awaitingPaper(caller, dossier);
    const files: Taken[] = [];
    const giveBack = () => Promise.all(files.map(({ paper }) => this.vault.discard(home.dossierId, paper)));
    let answer: Answer;
    try {
      const form = await read(async (bytes) => void files.push(await this.vault.take(home, bytes)));
      const [file] = files;
      if (file === undefined) throw new Refusal('invalid-input', null, { at: 'file: one file expected' });
      const { atMost } = this.vault;
      answer = await this.desk.storePaper(caller, given, home.dossierId, { ...form, ...file, atMost });
    } catch (error) {
      if (!mayBeWritten(error)) await giveBack();
      throw error;
    }
    const paper = paperAt(await this.desk.load(home.dossierId), answer.revision);
    if (files.some((file) => file.paper !== paper.id)) await giveBack(); // answered as the first time
    if (paper.scan === 'infected') throw new Refusal('paper-infected', null, { ...answer, paper: paper.id });
    return { ...answer, paper };
  }
}

/** Whether the event may be in the log although nobody heard so. */
const mayBeWritten = (error: unknown): boolean => !(error instanceof Refusal) || error.code === 'store-unavailable';
