"""Literals of JavaScript as Nuxt 2 writes them, and code, which is never run and gives nothing."""

import pytest

from parsers.html.state.js_literals import returned

READ = [
    ('(function(a,b){return {title:a,list:[b,"x"]}}("Ferry",1));', {"title": "Ferry", "list": [1, "x"]}),
    ("(function(){return {a:1}})();", {"a": 1}),
    ("(function(a){return {a}}('x'))", {"a": "x"}),
    ("(function(a,b){return {a:b}}(1))", {"a": None}),
    ("(function(){return {a:void 0,b:undefined,c:null,d:NaN}}())", dict.fromkeys("abcd")),
    ("(function(){return {a:!0,b:!1,c:true}}())", {"a": True, "b": False, "c": True}),
    ("(function(){return {a:.5,b:-1e3,c:0x1F,d:-2}}())", {"a": 0.5, "b": -1000.0, "c": 31, "d": -2}),
    ("(function(){return {a:[,1,,],b:{},c:[]}}())", {"a": [None, 1, None], "b": {}, "c": []}),
    ("(function(){return {a:new Date(0),b:Array(3),c:Object.create(null)}}())", {"a": 0, "b": 3, "c": None}),
    (
        r"""(function(){return {"a-b":'it\'s',2:"\u002Fx\x21\n\uD83D\uDE00"}}())""",
        {"a-b": "it's", "2": "/x!\n\U0001f600"},
    ),
    ('(function(a){return {t:a}}("(x)}(1)"))', {"t": "(x)}(1)"}),
]
#: Code, and literals that are cut off.
LEFT_ALONE = [
    "(function(a){a.x=1;return {a:a}}({}))",
    "(function(a){return {f:function(){return 1}}}(1))",
    "(function(a){return {a:b}}(1))",
    "(function(a){return {a:a+1}}(1))",
    "(function(a){return {a:a.b}}(1))",
    "(function(a){return {a:`x`}}(1))",
    '(function(a){return {a:"x',
    "(function(a){return [a,,",
    "(function(a){return {a:1}}",
    "(function(a){return {a:1}}(",
    "(function(){return {a:" + "[" * 200 + "]" * 200 + "}}())",
]


@pytest.mark.parametrize(("text", "value"), READ, ids=[text for text, _ in READ])
def test_what_a_called_function_returns(text: str, value: object) -> None:
    script = f"window.x={text}"
    found, end = returned(script, script.index("("))
    assert found == value
    assert not script[end:].strip("();")


@pytest.mark.parametrize("text", LEFT_ALONE, ids=[text[:40] for text in LEFT_ALONE])
def test_code_and_halves_of_literals_give_nothing(text: str) -> None:
    assert returned(text, 0) == (None, 0)
