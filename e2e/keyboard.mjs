import assert from 'node:assert/strict';

const MOST_STEPS = 40;

/** Presses Tab until the control of this role and name has the focus, which has to be visible at each step. */
export async function tabTo(tab, role, name) {
  const wanted = tab.getByRole(role, { name });
  for (let step = 0; step < MOST_STEPS; step++) {
    await tab.keyboard.press('Tab');
    const focused = tab.locator(':focus');
    assert.equal(await focused.count(), 1, `Tab leads out of the page before the ${role} ${name}`);
    await assertFocusSeen(focused);
    if (await wanted.and(focused).count()) return;
  }
  assert.fail(`Tab does not come to the ${role} ${name}`);
}

/** A line of two pixels at least around what has the focus, WCAG 2.4.7. */
async function assertFocusSeen(focused) {
  const [width, style] = await focused.evaluate((element) => {
    const { outlineWidth, outlineStyle } = getComputedStyle(element);
    return [parseFloat(outlineWidth), outlineStyle];
  });
  assert.ok(width >= 2 && style !== 'none', `outline: ${width} ${style}`);
}
