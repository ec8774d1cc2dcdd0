/** The page starts here: who one is, what one looks at, and everything that listens. */

import { discord, follow, toast } from "./api.js";
import { setUpComposer } from "./composer.js";
import { openChannel, reload, setUpConversation } from "./conversation.js";
import { byId, fill, h, hidden, icon } from "./dom.js";
import { avatar } from "./message.js";
import { keepTime, personName } from "./mentions.js";
import { news, setUpNews } from "./news.js";
import { setUpSidebar } from "./sidebar.js";
import { forget, on, state, tell } from "./store.js";
import { language, speak, t, translate } from "./words.js";

const asked = new URLSearchParams(location.search);
const narrow = matchMedia("(max-width: 860px)");

async function start() {
  translate();
  document.title = t("page-title");
  setUpFrame();
  setUpSidebar();
  setUpConversation();
  setUpComposer();
  on("open", (id) => (closeDrawer(), openChannel(id)));
  on("channel", keepAddress);
  on("address", keepAddress);
  on("guild", showMe);
  setUpNews({ articleId: Number(asked.get("article")) || null });
  setUpConnection();
  keepTime();
  state.people = (await discord.people()) ?? [];
  const wanted = state.people.find((person) => person.id === asked.get("as")) ?? state.people[0];
  if (!wanted) return toast(t("offline"));
  state.channelId = null;
  become(wanted);
}

/** Act as another person from now on: they see what they may see, and nothing of the others. */
function become(person) {
  state.me = person;
  forget();
  showPeople();
  tell("person", person);
  follow();
}

function setUpConnection() {
  let was = false;
  on("connected", () => {
    byId("link-lost").hidden = true;
    if (was) reload();
    was = true;
  });
  on("disconnected", () => {
    byId("link-lost").hidden = false;
    if (was) startAgainIfNew();
  });
  let person = null;
  on("guild", () => {
    const first = person !== state.me.id;
    person = state.me.id;
    const here = state.channels.has(state.channelId);
    if (first) openChannel(here ? state.channelId : startingChannel());
    else if (!here) openChannel(startingChannel());
  });
}

/** A demo that was started anew has other people: the page begins with it. */
async function startAgainIfNew() {
  try {
    const people = await (await fetch("/api/people")).json();
    if (!people.some((person) => person.id === state.me.id)) location.replace("/");
  } catch {
    // It does not answer yet; the connection is tried again anyway.
  }
}

function startingChannel() {
  const wanted = asked.get("channel");
  return state.channels.has(wanted) ? wanted : state.guild.channels[0]?.id;
}

/** The address bar says what is shown, so that a reload or the other language comes back to it. */
function keepAddress() {
  const address = new URL(location.href);
  const parts = { as: state.me?.id, channel: state.channelId, article: news.articleId };
  for (const [name, value] of Object.entries(parts))
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  history.replaceState(null, "", address);
}

function showPeople() {
  const choices = state.people.map((person) => {
    const kind = t(`who.${person.kind}`);
    const checked = person.id === state.me.id;
    const onchange = () => become(person);
    const input = h("input", { type: "radio", name: "person", value: person.id, checked, onchange });
    const label = h("span.person-label", person.name.split(" ")[0], " ", h("small", kind));
    return h("label.person", { title: `${person.name}, ${kind}` }, input, avatar(person, ".small"), label);
  });
  fill(byId("people"), choices);
}

/** Who one is, under the channels, with the roles of the moment. */
function showMe() {
  const worn = (state.members.get(state.me.id)?.roles ?? []).map((id) => state.roles.get(id)?.name).filter(Boolean);
  const roles = h("small", worn.join(", ") || t("no-role-yet"));
  fill(byId("me"), avatar(state.me, ".small"), h("p", personName(state.me.id, state.me.name), roles));
}

function setUpFrame() {
  for (const [code, name] of [["fr", "français"], ["en", "English"]]) {
    const properties = { lang: code, "aria-pressed": String(code === language), onclick: () => speak(code) };
    byId("languages").append(h("button", properties, code.toUpperCase(), hidden(` ${name}`)));
  }
  setUpViews();
  const menuButton = byId("menu-button");
  menuButton.append(icon("menu"));
  menuButton.addEventListener("click", () => setDrawer(!document.body.classList.contains("drawer")));
  byId("veil").addEventListener("click", closeDrawer);
  byId("sidebar").addEventListener("keydown", (event) => event.key === "Escape" && (closeDrawer(), menuButton.focus()));
  const membersButton = byId("members-button");
  membersButton.append(icon("people"));
  membersButton.addEventListener("click", () => {
    const panel = byId("members");
    panel.hidden = !panel.hidden;
    membersButton.setAttribute("aria-expanded", String(!panel.hidden));
  });
  if (innerWidth >= 1720) membersButton.click();
}

/** On a narrow window, tabs choose between Discord and the site. */
function setUpViews() {
  const tabs = [["discord", t("discord-pane")], ["news", t("news-pane")]].map(([id, label]) =>
    h("button", { role: "tab", id: `view-${id}`, "aria-controls": id, onclick: () => tell("view", id) }, label),
  );
  byId("views").append(...tabs);
  byId("views").addEventListener("keydown", (event) => {
    if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const other = document.body.dataset.view === "discord" ? "news" : "discord";
    tell("view", other);
    byId(`view-${other}`).focus();
  });
  on("view", (id) => {
    document.body.dataset.view = id;
    tabs.forEach((tab) => {
      const chosen = tab.id === `view-${id}`;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
    });
  });
  tell("view", asked.get("view") === "news" ? "news" : "discord");
}

function setDrawer(open) {
  document.body.classList.toggle("drawer", open && narrow.matches);
  byId("menu-button").setAttribute("aria-expanded", String(open));
  if (open) byId("channels").querySelector("[aria-current]")?.focus();
}

const closeDrawer = () => setDrawer(false);

start();
