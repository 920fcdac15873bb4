"""Eight numbers that go through the same computation side by side: numba's code for one of them works for all.

numba's own vectorizer gives up where it cannot prove that two rows are not one, and took five times as long. An octet is
LLVM's `<8 x double>`: one register with AVX-512, several where the processor has smaller ones, the same bits on each.
"""

from __future__ import annotations

import operator

from llvmlite import ir
from numba.core import types
from numba.core.typing.templates import ConcreteTemplate, infer_global, signature
from numba.extending import intrinsic, lower_builtin, models, register_model

WIDTH = 8
_VECTOR = ir.VectorType(ir.DoubleType(), WIDTH)
_SINGLES = ir.VectorType(ir.FloatType(), WIDTH)


class _Octet(types.Type):
    def __init__(self) -> None:
        super().__init__(name="Octet")


octet = _Octet()


@register_model(_Octet)
class _Model(models.PrimitiveModel):
    def __init__(self, manager, kind):
        super().__init__(manager, kind, _VECTOR)


def _splat(builder, value):
    one = builder.insert_element(ir.Constant(_VECTOR, ir.Undefined), value, ir.Constant(ir.IntType(32), 0))
    nought = ir.Constant(ir.VectorType(ir.IntType(32), WIDTH), [0] * WIDTH)
    return builder.shuffle_vector(one, ir.Constant(_VECTOR, ir.Undefined), nought)


def _wide(builder, kind, value):
    return value if isinstance(kind, _Octet) else _splat(builder, value)


def _arithmetic(sign, step):
    cases_ = [signature(octet, *pair) for pair in ((octet, octet), (octet, types.float64), (types.float64, octet))]

    @infer_global(sign)
    class _Typing(ConcreteTemplate):
        cases = cases_

    for case in cases_:

        @lower_builtin(sign, *case.args)
        def lower(context, builder, sig, args):
            wide = [_wide(builder, kind, value) for kind, value in zip(sig.args, args, strict=True)]
            return getattr(builder, step)(*wide)


for _sign, _step in (
    (operator.add, "fadd"),
    (operator.sub, "fsub"),
    (operator.mul, "fmul"),
    (operator.truediv, "fdiv"),
):
    _arithmetic(_sign, _step)


def _place(context, builder, kind, array, at, vector):
    """A pointer to `vector` at the number `at` of a C-ordered array."""
    data = context.make_array(kind)(context, builder, array).data
    return builder.bitcast(builder.gep(data, [at]), vector.as_pointer())


@intrinsic
def splat(_typing, value):
    """Eight times `value`."""

    def code(context, builder, sig, args):
        return _splat(builder, args[0])

    return octet(types.float64), code


@intrinsic
def load(_typing, array, at):
    """The numbers at `at` … `at` + 7 of a C-ordered array of float64, counted flat."""

    def code(context, builder, sig, args):
        return builder.load(_place(context, builder, sig.args[0], args[0], args[1], _VECTOR), align=8)

    return octet(array, types.intp), code


@intrinsic
def store(_typing, array, at, value):
    """Write `value` to the places that `load` reads."""

    def code(context, builder, sig, args):
        builder.store(args[2], _place(context, builder, sig.args[0], args[0], args[1], _VECTOR), align=8)
        return context.get_dummy_value()

    return types.void(array, types.intp, octet), code


@intrinsic
def store_single(_typing, array, at, value):
    """As `store`, into an array of float32."""

    def code(context, builder, sig, args):
        single = builder.fptrunc(args[2], _SINGLES)
        builder.store(single, _place(context, builder, sig.args[0], args[0], args[1], _SINGLES), align=4)
        return context.get_dummy_value()

    return types.void(array, types.intp, octet), code


@intrinsic
def least(_typing, value, bound):
    """The lesser of both, number by number."""

    def code(context, builder, sig, args):
        other = _wide(builder, sig.args[1], args[1])
        return builder.select(builder.fcmp_ordered("<", args[0], other), args[0], other)

    return octet(octet, bound), code


@intrinsic
def most(_typing, value, bound):
    """The greater of both, number by number."""

    def code(context, builder, sig, args):
        other = _wide(builder, sig.args[1], args[1])
        return builder.select(builder.fcmp_ordered(">", args[0], other), args[0], other)

    return octet(octet, bound), code


@intrinsic
def where_less(_typing, value, bound, then, otherwise):
    """`then` where `value` is below `bound`, else `otherwise`."""

    def code(context, builder, sig, args):
        wide = [_wide(builder, kind, one) for kind, one in zip(sig.args, args, strict=True)]
        return builder.select(builder.fcmp_ordered("<", wide[0], wide[1]), wide[2], wide[3])

    return octet(octet, bound, then, otherwise), code


@intrinsic
def any_below(_typing, value, bound):
    """Whether one of the eight is below `bound`."""

    def code(context, builder, sig, args):
        found = builder.fcmp_ordered("<", args[0], _wide(builder, sig.args[1], args[1]))
        bits = builder.bitcast(found, ir.IntType(WIDTH))
        return builder.icmp_unsigned("!=", bits, ir.Constant(ir.IntType(WIDTH), 0))

    return types.boolean(octet, bound), code


@intrinsic
def rate(_typing, values, cell):
    """The rate at a place counted flat: one number that holds for all eight, or – values (cells, 8) – eight numbers."""
    shared = values.ndim != 2

    def code(context, builder, sig, args):
        if shared:
            return builder.load(builder.gep(context.make_array(sig.args[0])(context, builder, args[0]).data, [args[1]]))
        at = builder.mul(args[1], ir.Constant(ir.IntType(64), WIDTH))
        return builder.load(_place(context, builder, sig.args[0], args[0], at, _VECTOR), align=8)

    return (types.float64 if shared else octet)(values, types.intp), code


@intrinsic
def wide(_typing, value):
    """What `rate` found, as eight numbers."""

    def code(context, builder, sig, args):
        return _wide(builder, sig.args[0], args[0])

    return octet(value), code


@intrinsic
def some(_typing, value):
    """Whether what `rate` found is anything but nought."""

    def code(context, builder, sig, args):
        found = builder.fcmp_unordered("!=", args[0], ir.Constant(args[0].type, None))
        if isinstance(sig.args[0], _Octet):
            bits = builder.bitcast(found, ir.IntType(WIDTH))
            found = builder.icmp_unsigned("!=", bits, ir.Constant(ir.IntType(WIDTH), 0))
        return found

    return types.boolean(value), code


@intrinsic
def within(_typing, keys, at, low, high):
    """Which of the sixteen int32 from `at` on are above `low` and not above `high`: bit n for the n-th of them."""

    def code(context, builder, sig, args):
        sixteen = ir.VectorType(ir.IntType(32), 16)
        nought = ir.Constant(sixteen, [0] * 16)

        def wide(value):
            one = builder.insert_element(ir.Constant(sixteen, ir.Undefined), value, ir.Constant(ir.IntType(32), 0))
            return builder.shuffle_vector(one, ir.Constant(sixteen, ir.Undefined), nought)

        found = builder.load(_place(context, builder, sig.args[0], args[0], args[1], sixteen), align=4)
        above = builder.icmp_signed(">", found, wide(args[2]))
        inside = builder.and_(above, builder.icmp_signed("<=", found, wide(args[3])))
        return builder.zext(builder.bitcast(inside, ir.IntType(16)), ir.IntType(64))

    return types.int64(keys, types.intp, types.int32, types.int32), code


@intrinsic
def lowest_bit(_typing, bits):
    """The place of the lowest bit that is set, 64 where none is."""

    def code(context, builder, sig, args):
        return builder.cttz(args[0], ir.Constant(ir.IntType(1), 0))

    return types.int64(types.int64), code


@intrinsic
def bit_count(_typing, bits):
    """How many bits are set."""

    def code(context, builder, sig, args):
        return builder.ctpop(args[0])

    return types.int64(types.int64), code


@intrinsic
def single_bits(_typing, value):
    """The 32 bits of a number in single precision."""

    def code(context, builder, sig, args):
        return builder.bitcast(builder.fptrunc(args[0], ir.FloatType()), ir.IntType(32))

    return types.int32(types.float64), code


@intrinsic
def of_single_bits(_typing, bits):
    """The number of these 32 bits."""

    def code(context, builder, sig, args):
        return builder.fpext(builder.bitcast(args[0], ir.FloatType()), ir.DoubleType())

    return types.float64(types.int32), code


@intrinsic
def turn(_typing, rows, row, into, at, step):
    """Eight octets from `row` on, one after the other, written as columns: to `at`, `at` + `step` … of `into`, in its precision."""
    single = into.dtype == types.float32

    def code(context, builder, sig, args):
        def after(first, number, distance):
            return builder.add(first, builder.mul(distance, ir.Constant(ir.IntType(64), number)))

        def spot(which, at, vector):
            return _place(context, builder, sig.args[which], args[which], at, vector)

        width = ir.Constant(ir.IntType(64), WIDTH)
        octets = [builder.load(spot(0, after(args[1], n, width), _VECTOR), align=8) for n in range(WIDTH)]
        if single:
            octets = [builder.fptrunc(one, _SINGLES) for one in octets]
        for n, column in enumerate(_turned(builder, octets)):
            builder.store(column, spot(2, after(args[3], n, args[4]), column.type), align=4 if single else 8)
        return context.get_dummy_value()

    return types.void(rows, types.intp, into, types.intp, types.intp), code


@intrinsic
def pour(_typing, source, at, into, place):
    """Copy sixteen float32 from `at` to `place`, where a line of memory must begin, past the caches: it need not be read first."""

    def code(context, builder, sig, args):
        line = ir.VectorType(ir.FloatType(), 2 * WIDTH)
        found = builder.load(_place(context, builder, sig.args[0], args[0], args[1], line), align=4)
        written = builder.store(found, _place(context, builder, sig.args[2], args[2], args[3], line), align=64)
        written.set_metadata("nontemporal", builder.module.add_metadata([ir.Constant(ir.IntType(32), 1)]))
        return context.get_dummy_value()

    return types.void(source, types.intp, into, types.intp), code


@intrinsic
def settle(_typing):
    """What was poured is there for other threads."""

    def code(context, builder, _sig, _args):
        builder.fence("seq_cst")
        return context.get_dummy_value()

    return types.void(), code


def _turned(builder, rows):
    """The transposed rows, in three rounds of interleaving: pairs, fours, halves."""

    def mixed(first, second, order):
        mask = ir.Constant(ir.VectorType(ir.IntType(32), WIDTH), order)
        return builder.shuffle_vector(first, second, mask)

    low, high = [0, 8, 1, 9, 4, 12, 5, 13], [2, 10, 3, 11, 6, 14, 7, 15]
    pairs = [mixed(rows[n], rows[n + 1], order) for n in (0, 2, 4, 6) for order in (low, high)]
    low, high = [0, 1, 8, 9, 4, 5, 12, 13], [2, 3, 10, 11, 6, 7, 14, 15]
    fours = [mixed(pairs[n], pairs[n + 2], order) for n in (0, 1, 4, 5) for order in (low, high)]
    low, high = [0, 1, 2, 3, 8, 9, 10, 11], [4, 5, 6, 7, 12, 13, 14, 15]
    return [mixed(fours[n], fours[n + 4], order) for order in (low, high) for n in range(4)]
