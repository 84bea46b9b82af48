"""Parses batches on the machines of a Dask cluster: one Dask worker a machine, with a pool of our processes inside.

Only small values travel: out go items with their place in the archive, back come ids and counts.  Dask is an extra
(`pip install 'copydesk[dask]'`) and is imported only when a run or a worker asks for it.
"""
