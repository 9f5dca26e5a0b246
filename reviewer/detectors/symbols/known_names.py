"""This module holds the names that Python and its runners give every module."""

# Of Python 2 and 3.8 to 3.14 together, whichever version runs this, and what runners put into a module.
PYTHON = frozenset(
    word
    for line in (
        "ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError",
        "BrokenPipeError BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError",
        "ConnectionRefusedError ConnectionResetError DeprecationWarning EOFError Ellipsis EncodingWarning",
        "EnvironmentError Exception ExceptionGroup False FileExistsError FileNotFoundError FloatingPointError",
        "FutureWarning GeneratorExit IOError ImportError ImportWarning IndentationError IndexError InterruptedError",
        "IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError None",
        "NotADirectoryError NotImplemented NotImplementedError OSError OverflowError PendingDeprecationWarning",
        "PermissionError ProcessLookupError PythonFinalizationError RecursionError ReferenceError ResourceWarning",
        "RuntimeError RuntimeWarning StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError",
        "SystemExit TabError TimeoutError True TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError",
        "UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError Warning WindowsError",
        "ZeroDivisionError _ __ __annotations__ __build_class__ __builtins__ __class__ __conditional_annotations__",
        "__debug__ __dict__ __doc__ __file__ __firstlineno__ __import__ __loader__ __module__ __name__ __package__",
        "__path__ __qualname__ __spec__ __static_attributes__ abs aiter all anext any ascii basestring bin bool",
        "breakpoint bytearray bytes callable chr classmethod compile complex copyright credits delattr dict dir",
        "display divmod enumerate eval exec execfile exit filter float format frozenset get_ipython getattr gettext",
        "globals hasattr hash help hex id input int isinstance issubclass iter len license list locals long map max",
        "memoryview min next ngettext object oct open ord pow print property quit range raw_input repr reveal_locals",
        "reveal_type reversed round set setattr slice sorted staticmethod str sum super tuple type unichr unicode",
        "vars xrange zip",
    )
    for word in line.split()
)
