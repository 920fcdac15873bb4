/** How live.js and the outbox of the telephone behave on a poor net, with a clock that only we move. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { House, Input, Part, script, silence, stream, Textarea } from "./house.mjs";

const LIFE = 900;

/** A server with one view; `streams` says what becomes of one that is opened. */
function serve(house, { number = 1, streams, server = 1_796_000_000, view = {} }) {
  const here = { number, opened: [], words: "first", view };
  house.answer = (one) => {
    if (one.url.startsWith("/live/")) {
      const answer = streams(one, here);
      if (answer?.response) {
        here.opened.push({ ...answer, at: one.at, after: one.url.split("after=")[1], signal: one.signal });
        return answer.response;
      }
      return answer;
    }
    const etag = `"${here.number}"`;
    if (one.headers["If-None-Match"] === etag) return new Response(null, { status: 304 });
    const said = {
      number: here.number, stream: "/live/s", ticket: `ticket ${house.asked.length}`, life: LIFE, poll: 5,
      now: server + house.passed, own: {}, view: { words: here.words, ...here.view },
    };
    return new Response(JSON.stringify(said), { headers: { "Content-Type": "application/json", ETag: etag } });
  };
  return here;
}

function talks(one) {
  const made = stream(one.signal);
  made.say(`event: beat\nid: ${one.url.split("after=")[1]}\ndata:\n\n`);
  return made;
}

async function followed(house, server) {
  const { follow, now } = await script("foundation/live/static/live/live.js");
  const seen = { views: [], states: [], now };
  seen.link = follow({
    snapshot: "/view",
    onSnapshot: (view) => seen.views.push(view.words),
    onEvent: ({ view }) => seen.views.push(view.words),
    onState: (state) => seen.states.push(state),
  });
  await house.settle();
  seen.last = () => seen.states.at(-1);
  seen.server = server;
  return seen;
}

test("where streams say nothing it asks every five seconds with the ETag, and tries the stream again after a while", async () => {
  const house = new House();
  let through = false;
  const server = serve(house, { streams: (one) => (through ? talks(one) : silence(one.signal)) });
  const seen = await followed(house, server);
  await house.pass(30);
  assert.equal(seen.last(), "polling");
  assert.equal(house.of("/live/").length, 2, "two streams that said nothing are enough");
  const before = house.of("/view").length;
  await house.pass(20);
  const polls = house.of("/view").slice(before);
  assert.ok(polls.length >= 3 && polls.length <= 6, `${polls.length} polls in 20 s`);
  assert.ok(polls.every((one) => one.headers["If-None-Match"] === '"1"'));
  assert.deepEqual(seen.views, ["first"], "what has not changed is told to nobody");
  server.number = 2;
  server.words = "second";
  await house.pass(7);
  assert.deepEqual(seen.views, ["first", "second"]);
  through = true;
  await house.pass(60);
  assert.equal(seen.last(), "live");
  seen.link.close();
});

test("a tab that is hidden is not connected, and one that is seen again goes on at its number", async () => {
  const house = new House();
  const server = serve(house, { streams: talks });
  const seen = await followed(house, server);
  server.opened[0].say('id: 2\ndata: {"words":"second"}\n\n');
  await house.settle();
  house.hide(true);
  await house.pass(2);
  assert.equal(server.opened[0].signal.aborted, false, "a glance at another tab costs no connection");
  await house.pass(4);
  assert.equal(server.opened[0].signal.aborted, true);
  assert.equal(seen.last(), "hidden");
  const asked = house.asked.length;
  await house.pass(120, 1);
  assert.equal(house.asked.length, asked, "hidden it asks nothing at all");
  house.hide(false);
  await house.pass(0.1);
  assert.equal(server.opened[1].after, "2");
  assert.deepEqual(seen.views, ["first", "second"]);
  seen.link.close();
});

test("a laptop that slept wakes up with a fresh ticket and the view as it is now", async () => {
  const house = new House();
  const server = serve(house, { streams: talks });
  const seen = await followed(house, server);
  server.number = 40;
  server.words = "three hours later";
  await house.sleep(3 * 3600);
  await house.pass(3);
  assert.equal(seen.views.at(-1), "three hours later");
  assert.equal(seen.last(), "live");
  assert.equal(server.opened.at(-1).after, "40");
  const tickets = house.of("/live/").map((one) => one.headers["Live-Ticket"]);
  assert.notEqual(tickets[0], tickets.at(-1));
  seen.link.close();
});

test("a telephone that comes back into the net does not wait until the old stream is given up", async () => {
  const house = new House();
  const server = serve(house, { streams: talks });
  const seen = await followed(house, server);
  await house.pass(25, 1);
  assert.equal(server.opened.length, 1);
  house.window.tell("online");
  await house.pass(2.5);
  assert.equal(server.opened.length, 2);
  assert.equal(seen.last(), "live");
  seen.link.close();
});

test("a telephone with a wrong clock shows the server's time, and keeps its ticket as long as it lives", async () => {
  const house = new House({ clock: Date.UTC(2019, 0, 1) });
  const server = serve(house, { streams: talks });
  const seen = await followed(house, server);
  assert.ok(Math.abs(seen.now() - 1_796_000_000) < 0.2);
  await house.pass(100, 1);
  assert.ok(Math.abs(seen.now() - 1_796_000_100) < 0.2);
  assert.equal(house.of("/view").length, 1);
  assert.equal(seen.last(), "live");
  seen.link.close();
});

test("a thousand who lose the same stream come back spread over two seconds, each at its number", async () => {
  const house = new House();
  const server = serve(house, { streams: talks });
  const { follow } = await script("foundation/live/static/live/live.js");
  const links = Array.from({ length: 1000 }, () => follow({ snapshot: "/view", onSnapshot() {} }));
  await house.settle();
  assert.equal(server.opened.length, 1000);
  for (const one of server.opened) one.tear();
  await house.pass(2.5);
  const back = server.opened.slice(1000).map((one) => one.at);
  assert.equal(back.length, 1000);
  const buckets = new Map();
  for (const at of back) buckets.set(Math.floor(at * 5), (buckets.get(Math.floor(at * 5)) ?? 0) + 1);
  assert.ok(Math.max(...buckets.values()) < 200, `not all in the same moment: ${[...buckets.values()]}`);
  assert.equal(house.of("/view").length, 1000, "whose ticket still holds needs no new view");
  for (const link of links) link.close();
});

test("where the server is full it asks meanwhile; a ticket that is refused is fetched anew; a goodbye is no fault", async () => {
  const house = new House();
  const ways = [
    () => new Response(null, { status: 503, headers: { "Retry-After": "12" } }),
    () => new Response(null, { status: 403 }),
    talks,
    talks,
  ];
  const server = serve(house, { streams: (one) => (ways.shift() ?? talks)(one) });
  const seen = await followed(house, server);
  await house.pass(6);
  assert.equal(seen.last(), "polling");
  assert.equal(house.of("/live/").length, 1);
  await house.pass(14);
  assert.equal(seen.last(), "live");
  const [full, refused, good] = house.of("/live/").map((one) => one.headers["Live-Ticket"]);
  assert.equal(full, refused, "full is no reason for another ticket");
  assert.notEqual(refused, good);
  server.opened[0].say("event: bye\ndata:\n\n");
  await house.pass(2.1);
  assert.equal(seen.last(), "live");
  assert.equal(server.opened.length, 2);
  seen.link.close();
});

test("whoever may not look any more is told so and asks no more", async () => {
  const house = new House();
  serve(house, { streams: talks });
  house.answer = () => new Response(null, { status: 403 });
  const seen = await followed(house, null);
  await house.pass(60, 1);
  assert.equal(seen.last(), "ended");
  assert.equal(house.asked.length, 1);
});

// ---------------------------------------------------------------- the outbox

const PLACE = "w1";

async function tabs(house, number) {
  const made = [];
  for (let tab = 0; tab < number; tab += 1) {
    const { Outbox } = await script("workshops/static/workshops/js/outbox.js");
    made.push(new Outbox(PLACE, { onChange() {}, onKept() {} }));
  }
  return made;
}

function written(id, text = id) {
  return { id, at: Date.now(), url: "/w/w1", body: `text=${text}&client_id=${id}`, text, kind: "words", state: "waiting" };
}

function kept() {
  return new Response(JSON.stringify({ kept: "1" }), { headers: { "Content-Type": "application/json" } });
}

test("a minute without a net loses nothing; the pauses grow and stay short enough to be back within ten seconds", async () => {
  const house = new House();
  const [box] = await tabs(house, 1);
  house.answer = (one) => (one.at <= 60.5 ? new Error("no net") : kept());
  for (const id of ["a", "b", "c"]) box.put(written(id));
  await house.pass(60, 0.5);
  assert.equal(box.items().length, 3);
  const tries = house.asked.length;
  assert.ok(tries >= 5 && tries <= 20, `${tries} tries in a minute`);
  await house.pass(14);
  assert.equal(box.items().length, 0);
  assert.deepEqual(house.asked.slice(-3).map((one) => one.body.split("client_id=")[1]), ["a", "b", "c"]);
});

test("an answer that is lost on the way back is asked for again, with the same id", async () => {
  const house = new House();
  const [box] = await tabs(house, 1);
  let tries = 0;
  house.answer = (one) => ((tries += 1) === 1 ? silence(one.signal) : kept());
  box.put(written("a"));
  await house.pass(25);
  assert.equal(box.items().length, 0);
  assert.deepEqual(house.asked.map((one) => one.body), ["text=a&client_id=a", "text=a&client_id=a"]);
});

test("of five tabs of one telephone one sends, and what one keeps the others know", async () => {
  const house = new House();
  const five = await tabs(house, 5);
  house.answer = async () => kept();
  five.forEach((box, tab) => box.put(written(`idea ${tab}`)));
  assert.ok(five.every((box) => box.items().length === 5));
  house.window.tell("online");
  await house.pass(5);
  assert.ok(five.every((box) => box.items().length === 0));
  assert.deepEqual(house.asked.map((one) => one.body.split("client_id=")[1]).sort(), five.map((_box, tab) => `idea ${tab}`));
});

test("what the server refuses stays readable with its reason, and holds up nothing behind it", async () => {
  const house = new House();
  const [box] = await tabs(house, 1);
  house.answer = (one) =>
    one.body.includes("bad")
      ? new Response(JSON.stringify({ refused: "too long" }), { status: 422, headers: { "Content-Type": "application/json" } })
      : kept();
  box.put(written("bad"));
  box.put(written("good"));
  await house.pass(5);
  assert.deepEqual(box.items().map((one) => [one.id, one.state, one.why]), [["bad", "refused", "too long"]]);
});

test("a browser that keeps nothing sends all the same", async () => {
  const house = new House();
  const [box] = await tabs(house, 1);
  house.window.localStorage.setItem = () => {
    throw new Error("full");
  };
  house.answer = (one) => (one.at < 3 ? new Error("no net") : kept());
  box.put(written("a"));
  await house.settle();
  assert.equal(box.items().length, 1);
  await house.pass(10);
  assert.equal(box.items().length, 0);
});

// ---------------------------------------------------------------- the page of a table

/** The page for phase 3, as somebody left it. */
async function atTheTable(house, fields) {
  const [goneOn, lost, clock] = [new Part(), new Part(), new Part()];
  const parts = { "main input, main textarea, main select": fields, "[data-gone-on]": goneOn, "[data-lost]": lost, "[data-clock-text]": clock };
  const page = new Part({ parts });
  Object.assign(house.document, {
    body: new Part({ data: { snapshot: "/view", page: "3" } }),
    querySelector: (which) => page.querySelector(which),
    querySelectorAll: (which) => page.querySelectorAll(which),
  });
  const seen = { goneOn, lost, clock, reloads: 0 };
  house.window.location = { reload: () => (seen.reloads += 1) };
  await script("workshops/static/workshops/js/table.js");
  await house.settle();
  return seen;
}

function empty() {
  return [new Input({ type: "hidden", value: "a1", defaultValue: "" }), new Textarea({ value: "", defaultValue: "" })];
}

test("the page of a table shows the time that is left and stays while its phase is open", async () => {
  const house = new House();
  serve(house, { streams: talks, view: { running: true, page: 3, ends: 1_796_000_000 + 90 } });
  const seen = await atTheTable(house, empty());
  assert.equal(seen.clock.textContent, "01:30");
  await house.pass(30, 0.5);
  assert.equal(seen.clock.textContent, "01:00");
  await house.pass(65, 0.5);
  assert.equal(seen.clock.textContent, "", "over is no minus");
  assert.equal(seen.reloads, 0);
  assert.ok(seen.goneOn.hidden && seen.lost.hidden);
});

test("the page of a table goes on with the workshop where nothing is typed", async () => {
  const house = new House();
  const server = serve(house, { streams: talks, view: { running: true, page: 3 } });
  const seen = await atTheTable(house, empty());
  server.opened[0].say('id: 2\ndata: {"page":4}\n\n');
  await house.settle();
  assert.equal(seen.reloads, 1);
  assert.ok(seen.goneOn.hidden);
});

for (const [what, field] of [
  ["a sentence", new Textarea({ value: "A bus", defaultValue: "" })],
  ["a number of hands", new Input({ type: "number", value: "4", defaultValue: "0" })],
  ["a cross", new Input({ type: "radio", value: "2", checked: true, defaultChecked: false })],
]) {
  test(`what stands at a table and was not sent – ${what} – is never taken away; the page says that the workshop has gone on`, async () => {
    const house = new House();
    const server = serve(house, { streams: talks, view: { running: true, page: 3 } });
    const seen = await atTheTable(house, [...empty(), field]);
    server.opened[0].say('id: 2\ndata: {"page":4}\n\n');
    await house.settle();
    assert.equal(seen.reloads, 0);
    assert.equal(seen.goneOn.hidden, false);
  });
}

test("the page of a table says that the net is gone, and no longer when it is back", async () => {
  const house = new House();
  const server = serve(house, { streams: talks, view: { running: true, page: 3 } });
  const seen = await atTheTable(house, empty());
  const answer = house.answer;
  house.answer = () => new Error("no net");
  server.opened[0].tear();
  await house.pass(60, 0.5);
  assert.equal(seen.lost.hidden, false);
  house.answer = answer;
  await house.pass(20, 0.5);
  assert.equal(seen.lost.hidden, true);
  assert.equal(seen.reloads, 0);
});

// ---------------------------------------------------------------- the wall

/** A wall with one list in its body; `list` and `body` say how they lie. */
async function atTheWall(house, list, body) {
  const lies = new Part({ children: [list], clientHeight: 0, scrollHeight: 0, ...body });
  const wall = new Part({ data: { snapshot: "/view" }, parts: { ".wall__body": lies } });
  house.document.querySelector = (which) => (which === "[data-wall]" ? wall : null);
  globalThis.getComputedStyle = () => ({ columnGap: "40px" });
  await script("workshops/static/workshops/js/wall.js");
  await house.settle();
  return lies;
}

test("a wall on which not all has room shows it page by page, each long enough to be read, and begins again", async () => {
  const house = new House();
  serve(house, { streams: talks, view: { running: true } });
  const rows = Array.from({ length: 7 }, (_none, place) => new Part({ offsetTop: place * 300, offsetHeight: 280 }));
  const body = await atTheWall(house, new Part({ children: rows }), { clientHeight: 900, scrollHeight: 2080 });
  assert.ok(body.classList.contains("is-more"), "that there is more can be seen");
  const shown = [];
  for (let page = 0; page < 4; page += 1) {
    shown.push(body.scrollTop);
    await house.pass(11.5, 0.5);
    assert.equal(body.scrollTop, shown.at(-1), "nobody is hurried");
    await house.pass(0.5);
  }
  assert.deepEqual(shown, [0, 900, 1800, 0], "no row is skipped, none is cut");
});

test("a wall on which all has room stands still", async () => {
  const house = new House();
  serve(house, { streams: talks, view: { running: true } });
  const rows = [new Part({ offsetTop: 0, offsetHeight: 280 }), new Part({ offsetTop: 300, offsetHeight: 280 })];
  const body = await atTheWall(house, new Part({ children: rows }), { clientHeight: 900, scrollHeight: 580 });
  await house.pass(40, 0.5);
  assert.equal(body.scrollTop, 0);
  assert.equal(body.classList.contains("is-more"), false);
});

test("slips in columns turn by the width of the wall", async () => {
  const house = new House();
  serve(house, { streams: talks, view: { running: true } });
  const slips = new Part({ names: ["slips"], clientWidth: 1760, scrollWidth: 1760 * 2 + 40 + 560 });
  await atTheWall(house, slips, { clientHeight: 700, scrollHeight: 700 });
  const shown = [];
  for (let page = 0; page < 4; page += 1) {
    shown.push(slips.scrollLeft);
    await house.pass(12, 0.5);
  }
  assert.deepEqual(shown, [0, 1800, 3600, 0]);
});
