// Opens the explorer from the disk: search, keyboard, narrow screens, light and dark, axe, and no request to anywhere.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [folder, shots] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const address = (path) => "file://" + encodeURI(join(folder, path));
const failures = [];
const check = (is, text) => { if (!is) failures.push(text); };

const largest = (kind) => readdirSync(join(folder, kind))
  .map((name) => [statSync(join(folder, kind, name)).size, kind + "/" + name])
  .sort((a, b) => b[0] - a[0])[0][1];
const pages = ["index.html", "permissions.html", "operations.html", "types.html",
  largest("permissions"), largest("operations"), largest("types")];

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const [scheme, width] of [["light", 1280], ["dark", 1280], ["light", 360], ["dark", 360]]) {
  // axe is put into the pages, which their own policy would forbid.
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 800 }, bypassCSP: true });
  const page = await context.newPage();
  page.on("console", (message) => { if (message.type() === "error") failures.push(`${scheme} ${width}: ${message.text()}`); });
  page.on("pageerror", (error) => failures.push(`${scheme} ${width}: ${error}`));
  page.on("request", (request) => { if (!/^(file|data):/.test(request.url())) failures.push(`asks for ${request.url()}`); });
  for (const path of pages) {
    const start = Date.now();
    await page.goto(address(path));
    const time = Date.now() - start;
    check(time <= 1000, `${path} takes ${time} ms`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    check(wide <= 0, `${path} is ${wide} pixels too wide at ${width}`);
    await page.screenshot({ path: join(shots, `${scheme}-${width}-${pages.indexOf(path)}.png`) });
    if (statSync(join(folder, path)).size < 1 << 20) {
      await page.evaluate(axe);
      const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"], preload: false }));
      for (const one of found.violations) {
        failures.push(`${path} (${scheme}, ${width}): ${one.id}: ${one.help}: ${one.nodes[0].html.slice(0, 120)}`);
      }
    }
    console.log(`${scheme} ${width} ${path}: ${time} ms`);
  }

  // By keyboard alone: to the search, to an operation by words of its title, and to a permission that it needs.
  await page.goto(address("index.html"));
  const data = readFileSync(join(folder, "search-data.js"), "utf8");
  const entries = JSON.parse("[" + data.slice(data.indexOf("[") + 1, data.lastIndexOf("]")).trim().replace(/,$/, "") + "]");
  const operation = entries.find(([kind, , note]) => kind === "operation" && note.split(" ").length > 1);
  await page.keyboard.press("/");
  await page.keyboard.type(operation[2]);
  await page.waitForSelector("#results li");
  const listed = await page.$$eval("#results li", (items) => items.map((item) => item.dataset.href));
  check(listed.includes(operation[3]), `searching for ${operation[2]} does not list ${operation[1]}`);
  await page.evaluate(axe);
  const open = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"], preload: false }));
  for (const one of open.violations) failures.push(`open search: ${one.id}: ${one.nodes[0].html.slice(0, 120)}`);
  await page.screenshot({ path: join(shots, `${scheme}-${width}-search.png`) });
  for (let step = 0; step < listed.indexOf(operation[3]); step++) await page.keyboard.press("ArrowDown");
  await Promise.all([page.waitForURL("**/operations/*.html"), page.keyboard.press("Enter")]);
  check(page.url().endsWith(operation[3].split("/").pop()), `Enter leads to ${page.url()}`);
  const permission = await page.$("main td a");
  if (permission) {
    await permission.focus();
    await Promise.all([page.waitForURL("**/permissions/*.html"), page.keyboard.press("Enter")]);
    const links = await page.$$eval("main th a", (all) => all.map((link) => link.href));
    check(links.some((link) => link.endsWith(operation[3].split("/").pop())), "the permission does not list the operation");
  }
  await context.close();
}

// Without scripts there is no search, and all that is to be read.
const plain = await browser.newContext({ javaScriptEnabled: false });
const page = await plain.newPage();
await page.goto(address(pages[5]));
check(await page.isVisible("main h1") && !(await page.isVisible(".search")), "the page cannot be read without scripts");
await browser.close();
failures.forEach((failure) => console.error("FAILED: " + failure));
console.log(failures.length === 0 ? "the explorer is sound" : `${failures.length} failures`);
process.exit(failures.length === 0 ? 0 : 1);
