#!/usr/bin/env python3
"""Runs the program inside real terminals on a screen of its own (Xvfb), sends keys, and takes screenshots to look at.

    Tests/Scripts/real_terminals.py .build/release/facetui OUT [xterm kitty vte foot mlterm tmux …]

Of each terminal: the gallery, scrolled, a photo, its neighbour, the matches, the help over them, after a change of the
window's size and after a suspension; last what is left on the screen when the program has ended. Terminals that are not
installed are passed over. Needs Xvfb, xdotool and ImageMagick (Debian: xvfb, xdotool, imagemagick); for foot also weston.
"""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PHOTOS = Path(__file__).resolve().parents[1] / "Fixtures/drawn"
SCREEN = (1400, 900)
XTERM = ["xterm", "-fa", "DejaVu Sans Mono", "-fs", "10", "-geometry", "120x42", "-u8"]
SHELL = ["bash", "--norc", "--noprofile", "-i"]

# Command, and a window's name or class by which xdotool finds it.
TERMINALS = {
    "xterm": (XTERM + ["-ti", "vt340", "-e"] + SHELL, "XTerm"),
    "xterm256": (XTERM + ["-ti", "vt340", "-xrm", "*numColorRegisters: 256", "-e"] + SHELL, "XTerm"),
    "xterm-symbols": (XTERM + ["-tn", "xterm-256color", "-e"] + SHELL, "XTerm"),
    "xterm-8": (XTERM + ["-tn", "xterm", "-e"] + SHELL, "XTerm"),
    "xterm-dark": (XTERM + ["-ti", "vt340", "-bg", "#101418", "-fg", "#d0d4d8", "-xrm", "*numColorRegisters: 256", "-e"]
                   + SHELL, "XTerm"),
    "xterm-vt100": (XTERM + ["-tn", "vt100", "-e"] + SHELL, "XTerm"),
    "tmux": (XTERM + ["-tn", "xterm-256color", "-e", "tmux", "-L", "facetui-shots", "-f", "/dev/null", "new", *SHELL],
             "XTerm"),
    "kitty": (["kitty", "--config", "NONE", "-o", "remember_window_size=no", "-o", "initial_window_width=120c",
               "-o", "initial_window_height=42c", "-o", "enable_audio_bell=no", "-o", "update_check_interval=0"] + SHELL,
              "kitty"),
    "vte": (["dbus-run-session", "--", "xfce4-terminal", "--disable-server", "--geometry=120x42", "--hide-menubar",
             "-x"] + SHELL, "Xfce4-terminal"),
    "mlterm": (["mlterm", "-w", "13", "-g", "120x42", "-e"] + SHELL, "mlterm"),
    "mlterm-iterm": (["mlterm", "-w", "13", "-g", "120x42", "-e"] + SHELL, "mlterm"),
    "foot": (["sh", "-c", "weston --backend=x11-backend.so --shell=kiosk-shell.so --use-pixman --width=1000 --height=800 "
              "--socket=facetui-shots --idle-time=0 & sleep 2; WAYLAND_DISPLAY=facetui-shots exec foot --config=/dev/null "
              + " ".join(SHELL)], "Weston Compositor"),
}

# Where another way to draw pictures is to be looked at than the one that the program takes by itself.
PREVIEWS = {"mlterm-iterm": "iterm"}

# What is typed, by xdotool's names, and the name of the picture that is taken then.
STEPS = [
    ([], "gallery"), (["G"], "gallery-end"), (["g", "g", "l"], "gallery-back"),
    (["Return"], "photo"), (["l", "l"], "photo-next"), (["h", "h", "Tab"], "photo-back"),
    (["Return"], "matches"), (["G"], "matches-end"), (["t"], "tiles"), (["question"], "help"), (["q"], "after-help"),
    ("resize", "narrow"), ("restore", "wide"), ("suspend", "suspended"), ("resume", "resumed"),
    (["q", "q"], "gallery-again"), (["q"], "left"),
]


class Screen:
    """Xvfb, with what is needed to type on it and to look at it."""

    def __init__(self):
        read, write = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{SCREEN[0]}x{SCREEN[1]}x24", "-nolisten", "tcp"],
            pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as number:
            self.display = ":" + number.readline().strip()

    def run(self, *command, check=True):
        environment = dict(os.environ, DISPLAY=self.display)
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=check).stdout.strip()

    def window(self, name, seconds=20):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = self.run("xdotool", "search", "--onlyvisible", "--class", name, check=False).split()
            if found:
                return found[-1]
            time.sleep(0.2)
        raise SystemExit(f"no window of {name} came")

    def press(self, *keys):
        self.run("xdotool", "key", "--delay", "60", *keys)

    def write(self, text):
        self.run("xdotool", "type", "--delay", "8", text)

    def shoot(self, file):
        self.run("import", "-window", "root", str(file))

    def close(self):
        self.server.terminate()
        self.server.wait()


def variables(home):
    """As of a user who has just logged in."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return dict(kept, HOME=home, XDG_CACHE_HOME=f"{home}/cache", XDG_RUNTIME_DIR=home, LC_ALL="C.UTF-8", PS1="$ ",
                LIBGL_ALWAYS_SOFTWARE="1", SHELL="/bin/bash", NO_AT_BRIDGE="1")


def shoot(name, program, out, home, pause):
    command, window_class = TERMINALS[name]
    screen = Screen()
    terminal = subprocess.Popen(
        command, env=dict(variables(home), DISPLAY=screen.display), stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        window = screen.window(window_class)
        screen.run("xdotool", "windowfocus", window, check=False)
        time.sleep(4 if name == "foot" else 2)
        screen.write(f"{program} terminal > {out}/{name}.txt; clear; echo before\n")
        time.sleep(1 + pause)
        screen.write(f"{program} --config none --preview {PREVIEWS.get(name, 'auto')} {PHOTOS}\n")
        time.sleep(1 + 2 * pause)
        geometry = screen.run("xdotool", "getwindowgeometry", "--shell", window)
        size = {key: int(value) for key, value in (line.split("=") for line in geometry.splitlines())}
        for number, (action, step) in enumerate(STEPS):
            act(screen, window, size, action)
            time.sleep(pause)
            screen.shoot(Path(out, f"{name}-{number:02d}-{step}.png"))
    finally:
        os.killpg(terminal.pid, signal.SIGTERM)
        terminal.wait()
        if name == "tmux":
            subprocess.run(["tmux", "-L", "facetui-shots", "kill-server"], capture_output=True, env=variables(home))
        screen.close()


def act(screen, window, size, action):
    if action == "resize":
        screen.run("xdotool", "windowsize", window, str(size["WIDTH"] * 2 // 3), str(size["HEIGHT"] * 2 // 3))
    elif action == "restore":
        screen.run("xdotool", "windowsize", window, str(size["WIDTH"]), str(size["HEIGHT"]))
    elif action == "suspend":
        screen.press("ctrl+z")
        time.sleep(0.5)
        screen.write("echo between\n")
    elif action == "resume":
        screen.write("fg\n")
    elif action:
        screen.press(*action)


def main():
    program, out = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    out.mkdir(parents=True, exist_ok=True)
    pause = float(os.environ.get("PAUSE", "1.0"))
    with tempfile.TemporaryDirectory() as home:
        subprocess.run([program, "index", "--config", "none", PHOTOS], env=variables(home), check=True)
        for name in sys.argv[3:] or TERMINALS:
            if missing := [tool for tool in tools(name) if not shutil.which(tool)]:
                print(f"{name}: {', '.join(missing)} is not installed")
                continue
            shoot(name, program, out, home, pause)
            print(f"{name}: {len(STEPS)} pictures in {out}")


def tools(name):
    words = " ".join(TERMINALS[name][0]).split()
    return ["Xvfb", "xdotool", "import", words[0]] + [tool for tool in ("tmux", "weston", "foot", "xfce4-terminal") if tool in words]


if __name__ == "__main__":
    main()
