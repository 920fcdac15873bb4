"""KERN's style sheet and fonts, made fit for old telephones, small connections and PDF."""
