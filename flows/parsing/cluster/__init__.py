"""Parses batches on the machines of a Dask cluster: one Dask worker a machine, with our pool of processes inside.

Only ids and counts travel: items with their small facts and place in the archive go out, what came of a batch comes
back.  Dask is an extra (`pip install 'copydesk[dask]'`) and is imported only when a run or a worker asks for it.
"""
