"""One line of text that an SVG writes without laying it out.

To place a text, matplotlib measures it by its glyphs' outlines, which takes most of a figure's time. An SVG whose text
stays text doesn't need it: the anchor and the alignment are written, and the reader's program does the rest.
"""

from __future__ import annotations

import matplotlib
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import to_rgba
from matplotlib.text import Text

from budgetkit.upstream import unwrap_renderer


class LineText(Text):
    """A text of one line, not rotated, on its baseline; drawn like any other text, but faster into SVG."""

    def draw(self, renderer) -> None:
        """Draw the text; into an SVG that keeps text, by its anchor alone."""
        writer = unwrap_renderer(renderer)
        if not isinstance(writer, RendererSVG) or matplotlib.rcParams["svg.fonttype"] != "none":
            super().draw(renderer)
            return
        x, y = self.get_transform().transform(self.get_unitless_position())
        context = renderer.new_gc()
        context.set_foreground(to_rgba(self.get_color()), isRGBA=True)
        renderer.open_group("text", self.get_gid())
        height = renderer.get_canvas_width_height()[1]
        renderer.draw_text(context, x, height - y, self.get_text(), self.get_fontproperties(), 0, mtext=self)
        renderer.close_group("text")
        context.restore()
        self.stale = False
