"""Opens a page in headless Chromium five times and says its size and how long the quickest took:
what else the machine does only ever adds. Beside it stands the time of the page's own thread.

Usage: open-page.py PAGE [MEGABYTES SECONDS]; exits 1 above either (10 and 3 when not given).
"""

import pathlib
import sys
import time

from playwright.sync_api import sync_playwright

page_path = pathlib.Path(sys.argv[1]).absolute()
most_bytes = float(sys.argv[2] if len(sys.argv) > 2 else 10) * 1e6
most_seconds = float(sys.argv[3] if len(sys.argv) > 3 else 3)
size = page_path.stat().st_size
took = []
worked = []
with sync_playwright() as play:
    browser = play.chromium.launch(
        executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-dev-shm-usage"])
    for _ in range(5):
        page = browser.new_context(offline=True, viewport={"width": 1280, "height": 900}).new_page()
        inside = page.context.new_cdp_session(page)
        inside.send("Performance.enable", {"timeDomain": "threadTicks"})
        start = time.monotonic()
        page.goto(page_path.as_uri(), wait_until="load")
        # Two frames later it stands on the screen, scripts run and all.
        page.evaluate(
            "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        took.append(time.monotonic() - start)
        metrics = inside.send("Performance.getMetrics")["metrics"]
        worked.append(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))
        page.close()
seconds = min(took)
print(f"{page_path.name}: {size / 1e6:.1f} MB, open in {seconds:.2f} s "
      f"({', '.join(f'{one:.2f}' for one in took)}), of which {min(worked):.2f} s of its own thread")
sys.exit(size >= most_bytes or seconds >= most_seconds)
