/** Loaded before a command: writes what its process has used to the file that RAG_BENCH_USAGE names, as JSON. */
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  const { maxRSS } = process.resourceUsage();
  const { user, system } = process.cpuUsage();
  const usage = { peakMegabytes: maxRSS / 1024, cpuSeconds: (user + system) / 1e6 };
  writeFileSync(process.env.RAG_BENCH_USAGE ?? '', JSON.stringify(usage));
});
