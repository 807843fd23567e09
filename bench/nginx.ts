import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './county.ts';

/** nginx with one file and nothing else switched on; undefined where the machine has none. */
export async function startNginx(folder: string, page: string): Promise<{ readonly url: string; readonly pid: number; stop(): Promise<void> } | undefined> {
  const program = find('nginx');
  if (program === undefined) return undefined;
  mkdirSync(join(folder, 'www'), { recursive: true });
  writeFileSync(join(folder, 'www', 'page.html'), page);
  const port = await freePort();
  const path = join(folder, 'nginx.conf');
  writeFileSync(path, configuration(folder, port));
  // Its workers give up root's rights and must still be able to read.
  for (const one of [folder, join(folder, 'www')]) chmodSync(one, 0o755);
  // One process in the foreground, so that one worker serves, as ours does.
  const child = spawn(program, ['-p', folder, '-c', path, '-e', join(folder, 'nginx-error.log')], { stdio: 'ignore' });
  const gone = new Promise<void>((resolve) => { child.once('exit', () => { resolve(); }); });
  const url = `http://127.0.0.1:${String(port)}/page.html`;
  for (let tried = 0; tried < 100; tried += 1) {
    if (await fetch(url).then((answer) => answer.ok, () => false)) return { url, pid: child.pid ?? 0, stop: async () => { child.kill(); await gone; } };
    await pause(50);
  }
  child.kill();
  throw new Error('nginx does not serve the page');
}

function configuration(folder: string, port: number): string {
  return `daemon off; master_process off; worker_processes 1; pid ${join(folder, 'nginx.pid')};
events { worker_connections 1024; }
http {
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; open_file_cache max=10; types { text/html html; } charset utf-8;
  client_body_temp_path ${folder}/t1; proxy_temp_path ${folder}/t2; fastcgi_temp_path ${folder}/t3; uwsgi_temp_path ${folder}/t4; scgi_temp_path ${folder}/t5;
  server { listen 127.0.0.1:${String(port)}; root ${join(folder, 'www')}; }
}
`;
}

function find(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}
