"""The pages in a real browser: nothing is requested, nothing complains, nothing runs off the side."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from facetaudit.audit.run import audit
from facetaudit.reporting.runner import notebook_folder, run_report
from tests.reports.conftest import SAMPLE_NPI, SAMPLES, parameters

SCREENSHOTS = Path(__file__).parents[2] / "reports" / "screenshots"
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
SWITCHES = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="needs Debian's chromium and chromium-driver"),
]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every report of the shipped sample."""
    folder = tmp_path_factory.mktemp("browser")
    audit(SAMPLES / "claims.csv", procedures=SAMPLES / "procedures.csv", out=folder / "audit")
    names = sorted(file.stem for file in notebook_folder().glob("*.ipynb"))
    given = {name: parameters(name, SAMPLE_NPI, "2025-03-01") for name in names}
    return [run_report(name, folder / "audit", folder / f"{name}.html", given[name]) for name in names]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Headless Chromium with its console and requests recorded, and every host name unknown."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for switch in (*SWITCHES, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(str(DRIVER)))
    driver.get("about:blank")
    for log in ("browser", "performance"):
        driver.get_log(log)  # what the browser's own first page asked for is no matter of ours
    yield driver
    driver.quit()


@pytest.mark.parametrize("width", [1280, 390])
def test_page_stands_alone_and_fits(browser: Any, pages: list[Path], width: int) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    for page in pages:
        # a window has a least width; the emulated screen has not
        browser.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600},
        )
        browser.get(page.as_uri())
        messages = [entry["message"] for entry in browser.get_log("browser")]
        assert messages == [], f"{page.name}: {messages}"
        asked = _requests(browser)
        assert asked <= {page.as_uri()}, f"{page.name} asked for {asked}"
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width, page.name
        hidden = browser.execute_script(
            "return [...document.querySelectorAll('table, img')].filter(e => !e.getClientRects().length "
            "|| (e.tagName === 'IMG' && !e.naturalWidth)).length"
        )
        assert hidden == 0, f"{page.name}: {hidden} tables or figures cannot be seen"
        assert browser.execute_script("return document.querySelectorAll('table').length") >= 2
        broken = browser.execute_script(
            "const lines = cell => { const range = document.createRange(); range.selectNodeContents(cell); "
            "return new Set([...range.getClientRects()].map(one => one.top)).size }; "
            "return [...document.querySelectorAll('td.identifier')].filter(cell => lines(cell) > 1).length"
        )
        assert broken == 0, f"{page.name}: {broken} claim numbers are broken into lines"
        small = browser.execute_script(
            "return [...document.querySelectorAll('figure img')].filter(e => e.clientWidth < 600).length"
        )
        assert small == 0, f"{page.name}: {small} figures are too small to read"
        browser.save_screenshot(str(SCREENSHOTS / f"{page.stem}-{width}.png"))


def _requests(browser: Any) -> set[str]:
    """Addresses that the page asked for, inline data left out."""
    import json

    asked = set()
    for entry in browser.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            url = message["params"]["request"]["url"]
            if not url.startswith("data:"):
                asked.add(url)
    return asked
