import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const repository = new URL('..', import.meta.url);

/** The folder of the project, where readers type the commands. */
export const folder = fileURLToPath(repository);

/** The names of the documents that people read, from the folder of the project on. */
export function documents() {
  const guides = readdirSync(new URL('docs', repository)).filter((name) => name.endsWith('.md'));
  return ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...guides.map((name) => `docs/${name}`)];
}

export function text(name) {
  return readFileSync(new URL(name, repository), 'utf8');
}

/** The blocks of a text in this language, as they stand there. */
export function blocks(markdown, language) {
  const all = [...markdown.matchAll(/^```(\w*)\n(.*?)^```$/gms)];
  return all.filter((found) => found[1] === language).map((found) => found[2]);
}

/** The commands in a text, one line each: without what continues them and without remarks. */
export function commands(markdown) {
  return blocks(markdown, 'sh')
    .flatMap((block) => block.replace(/\\\n\s*/g, '').split('\n'))
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
