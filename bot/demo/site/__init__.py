"""The demo's small news site: WordPress's REST shapes, RSS, pages, and a control API for the page."""
