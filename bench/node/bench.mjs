// Usage: node bench.mjs driver|migrate-mongo DATABASE, with the connection string in BENCH_CONNECTION. Prints milliseconds and microseconds of CPU time.
import { MongoClient } from "mongodb";
import { up as addBaz } from "./migrations/20260101000001-add-baz.mjs";

const [mode, database] = process.argv.slice(2);
const url = process.env.BENCH_CONNECTION;

async function withDriver() {
  const client = await MongoClient.connect(url);
  await measure(() => addBaz(client.db(database), "node"));
  await client.close();
}

async function withMigrateMongo() {
  const migrate = await import("migrate-mongo");
  const tool = migrate.default ?? migrate;
  tool.config.set({ mongodb: { url, databaseName: database, options: {} }, migrationsDir: "migrations", changelogCollectionName: "changelog", lockCollectionName: "changelog_lock", lockTtl: 0, migrationFileExtension: ".mjs", useFileHash: false, moduleSystem: "esm" });
  const { db, client } = await tool.database.connect();
  await measure(() => tool.up(db, client));
  await client.close();
}

async function measure(work) {
  const [cpu, started] = [process.cpuUsage(), performance.now()];
  await work();
  const used = process.cpuUsage(cpu);
  console.log(`${performance.now() - started} ${used.user + used.system}`);
}

await (mode === "driver" ? withDriver() : withMigrateMongo());
