import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the runner keeps beside the rows of the read models. */
export class KeepCheckpoints1767225600000 implements MigrationInterface {
  readonly name = 'KeepCheckpoints1767225600000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`create schema if not exists read`);
    await db.query(`create schema if not exists read_next`);
    await db.query(`
      create table read.checkpoints (
        projection    text collate "C" not null,
        build         text not null check (build in ('live', 'next')),
        version       int not null,
        position      text collate "C",
        recorded_at   timestamptz,
        caught_up     boolean not null default false,
        leader        text,
        alive_at      timestamptz,
        last_error    text,
        last_error_at timestamptz,
        primary key (projection, build)
      ) with (fillfactor = 50)`);
    await db.query(`
      comment on column read.checkpoints.position is
      'Of the last event whose effect is in the rows; written in their transaction.'`);
    await db.query(`
      create table read.quarantine (
        projection text collate "C" not null,
        build      text not null check (build in ('live', 'next')),
        stream     text collate "C" not null,
        revision   int not null,
        position   text collate "C" not null,
        type       text not null,
        v          int not null,
        reason     text not null,
        since      timestamptz not null default now(),
        waiting    int not null default 0,
        primary key (projection, build, stream)
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table read.quarantine, read.checkpoints');
  }
}
