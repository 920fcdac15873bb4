"""The same computations for numba: imported only where there is enough to do. They hold no lock of the interpreter."""
