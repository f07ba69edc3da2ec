"""Screens drawn apart from the check: pages of nobody's shop and bank, shot by a browser, judged by the readers."""
