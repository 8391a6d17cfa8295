import type { Area } from "./area.ts";

/** What `lockseal init` found in a checkout, and what it wrote. */
export const INIT: Area<`INIT_${string}`> = {
  title: "Beginning in a checkout",
  about: "What `lockseal init` found in a checkout, and what it wrote.",
  rules: {
    INIT_LOCK: {
      what: "A requirements file of the checkout is hash-locked.",
      why: "It can be signed as it is.",
      attack: "From its first signature on, a swapped hash in it is refused.",
      fix: "Nothing to mend; what to type next is printed at the end, first `lockseal sign requirements.txt --key release.key`.",
    },
    INIT_UNLOCKED: {
      what: "A requirements file of the checkout is not hash-locked.",
      why: "The new policy lets these very bytes pass for some weeks, so that the gate is green from the first day, and says so in every report.",
      attack: "Until then an index may serve any file under the names in it.",
      fix: "Lock it, `uv pip compile --generate-hashes requirements.in -o requirements.txt`, and take its `[[exempt]]` out.",
    },
    INIT_LEFT_OUT: {
      what: "A requirements file is in no `[[lock]]` of the new policy.",
      why: "It is a symbolic link, its name is none that a policy can say, or there are more files than are listed; nothing guards it.",
      attack: "The one lock that nobody guards is the one that gets changed.",
      fix: "Put a file in the place of a link; rename it, or add a `[[lock]]` whose pattern matches it; then `lockseal policy check`.",
    },
    INIT_LOCK_OTHER: {
      what: "A lock of a format is here that is not signed, such as uv.lock.",
      why: "What is installed straight from it nobody judges.",
      accident: "The team installs from uv.lock, and signs a requirements file that nobody uses.",
      fix: "Export it and install from that: `uv export --format requirements-txt -o requirements.txt`.",
    },
    INIT_UNREAD: {
      what: "A file that describes builds could not be read, so nobody looked for downloads in it.",
      why: "It is too large, no text, or a link out of the checkout.",
      accident: "A generated workflow of megabytes downloads a tool that is in no list.",
      fix: "Look at it by hand for what it downloads.",
    },
    INIT_DOWNLOAD: {
      what: "A build downloads a tool that no lock of tools pins.",
      why: "Whatever the address serves on that day is run.",
      attack:
        "A release is replaced, and every build that downloads it by its version runs the new one.",
      fix: "Pin it: `lockseal tool add NAME --url TEMPLATE --version V --platform linux-x64`.",
    },
    INIT_DOWNLOAD_PIPED: {
      what: "A build runs what an address serves at that moment, by `curl … | sh` or the like.",
      why: "Nobody has seen the script, and afterwards nobody can tell what it was.",
      attack:
        "The server gives the malicious script only to build machines, and the harmless one to browsers.",
      fix: "Pin a release of the tool in its place: `lockseal tool add NAME --url TEMPLATE --version V`.",
    },
    INIT_WORKFLOW: {
      what: "A workflow of the checkout runs lockseal already.",
      why: "It is left as it is, and no second one is written.",
      accident: "Two gates with different bases contradict each other.",
      fix: "Nothing to mend; see that the forge requires that workflow before it merges.",
    },
    INIT_SERVICE_NONE: {
      what: "No workflows of GitHub or GitLab are here, and no remote there, so no workflow was written.",
      why: "A gate that nothing runs guards nothing.",
      accident: "The builds are defined elsewhere, and nobody adds the step.",
      fix: "Run `lockseal gate --base BRANCH` in your builds, before anything is installed.",
    },
    INIT_WROTE: {
      what: "A file was written that was not there.",
      why: "Either all new files are written, or none.",
      accident: "A half-written policy would refuse everything.",
      fix: "Nothing to mend; look at it and commit it: `git add lockseal.toml`.",
    },
    INIT_WOULD_WRITE: {
      what: "A file would be written; `--dry-run` writes nothing.",
      why: "The whole text of it is printed, to be read first.",
      accident: "A file is written into a repository of others before anybody has seen it.",
      fix: "Nothing to mend; write it: `lockseal init`.",
    },
    INIT_KEPT: {
      what: "A file is there already, and was left as it is.",
      why: "Nothing that somebody wrote is ever changed.",
      accident: "A second `lockseal init` must not take back what the owners have tightened.",
      fix: "Add by hand what the message says, where it says something; look the policy over: `lockseal policy check`.",
    },
    INIT_NOTHING: {
      what: "There is nothing to protect: no requirements file, and no tool that a workflow downloads.",
      why: "A policy about nothing would make a green gate that looks at nothing.",
      accident: "The command runs in another folder than the project's.",
      fix: "Lock what is installed first: `uv pip compile --generate-hashes requirements.in -o requirements.txt`.",
    },
    INIT_KEY_UNCLEAR: {
      what: "Nothing says which public key you sign with: there is none, or several could be meant.",
      why: "Whose signature counts is the one thing that a policy must not guess.",
      accident: "Two `.pub` files lie at the top of the checkout, one of them somebody else's.",
      fix: "Make a pair beside the checkout, `lockseal keygen -o ../release`, or name yours: `lockseal init --key ../release.pub`.",
    },
  },
};
