"""XLSX, which is a ZIP of XML: read piece by piece within limits, and written cell by cell as text. Record 20."""
