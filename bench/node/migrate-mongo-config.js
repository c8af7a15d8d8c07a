// For `migrate-mongo status`, which the benchmark compares with `migrations status`.
export default {
  mongodb: { url: process.env.BENCH_CONNECTION, databaseName: "bench_status", options: {} },
  migrationsDir: "migrations",
  changelogCollectionName: "changelog",
  lockCollectionName: "changelog_lock",
  lockTtl: 0,
  migrationFileExtension: ".mjs",
  useFileHash: false,
  moduleSystem: "esm",
};
