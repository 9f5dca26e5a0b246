"""This module holds what needs no manifest: the modules that a language brings along, or the host of a program."""

# Python 3.8 to 3.14 together (`sys.stdlib_module_names`); a name with a leading underscore is never a package's.
_PYTHON = """
__future__ abc aifc annotationlib antigravity argparse array ast asynchat asyncio asyncore atexit audioop base64
bdb binascii binhex bisect builtins bz2 cProfile calendar cgi cgitb chunk cmath cmd code codecs codeop
collections colorsys compileall compression concurrent configparser contextlib contextvars copy copyreg crypt
csv ctypes curses dataclasses datetime dbm decimal difflib dis distutils doctest dummy_threading email encodings
ensurepip enum errno faulthandler fcntl filecmp fileinput fnmatch formatter fractions ftplib functools gc
genericpath getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac html http idlelib imaplib imghdr
imp importlib inspect io ipaddress itertools json keyword lib2to3 linecache locale logging lzma macpath mailbox
mailcap marshal math mimetypes mmap modulefinder msilib msvcrt multiprocessing netrc nis nntplib nt ntpath
nturl2path numbers opcode operator optparse os ossaudiodev parser pathlib pdb pickle pickletools pipes pkgutil
platform plistlib poplib posix posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc pydoc_data
pyexpat queue quopri random re readline reprlib resource rlcompleter runpy sched secrets select selectors shelve
shlex shutil signal site smtpd smtplib sndhdr socket socketserver spwd sqlite3 sre_compile sre_constants
sre_parse ssl stat statistics string stringprep struct subprocess sunau symbol symtable sys sysconfig syslog
tabnanny tarfile telnetlib tempfile termios test textwrap this threading time timeit tkinter token tokenize
tomllib trace traceback tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib uu uuid venv
warnings wave weakref webbrowser winreg winsound wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport zlib zoneinfo
"""
# Python 2 (in `six` fashion or for both), other interpreters, and programs that run Python with modules of their own.
_PYTHON_HOSTED = """
BaseHTTPServer ConfigParser Cookie HTMLParser Queue SimpleHTTPServer SocketServer StringIO Tkinter UserDict
cPickle cStringIO commands cookielib copy_reg dummy_thread exceptions htmlentitydefs httplib md5 sets sha thread
tkMessageBox urllib2 urlparse xmlrpclib __builtin__ __main__ __pypy__ java javax jarray
pip setuptools pkg_resources wheel ensurepip _pytest
apt apt_pkg arcpy binaryninja board bpy bmesh bpy_extras blenderproc cinema4d c4d dbus dbutils digitalio drgn
esp espressif framebuf freecad FreeCAD fusion gdb ghidra gi gimp gimpfu gpg GPS hexchat hou ida_bytes ida_funcs
ida_hexrays ida_idaapi ida_kernwin ida_name ida_nalt ida_segment ida_typeinf ida_ua idaapi idautils idc inkex js
libxml2 lldb mathutils machine maya micropython microcontroller nautilus nuke pcbnew pyb pymel pyodide pyodide_js
qgis rhinoscriptsyntax Rhino rpm selinux sublime sublime_plugin toolforge ubinascii uasyncio ucollections uio ujson
umqtt unreal unohelper uno uos urandom ure urequests uselect usocket ustruct usys utime vim virtualenvwrapper
rospy rclpy roslib std_msgs sensor_msgs geometry_msgs nav_msgs tf2_ros launch launch_ros ament_index_python
volatility weechat xbmc xbmcaddon xbmcgui xbmcplugin xbmcvfs awsglue google.colab google3 renpy Live clr System
"""
# Node.js 22 and what older ones had; `node:` stands before any of them.
_NODE = """
assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain
events fs http http2 https inspector module net os path perf_hooks process punycode querystring readline repl sea
sqlite stream string_decoder sys test timers tls trace_events tty url util v8 vm wasi worker_threads zlib
"""
# Runtimes, editors and build tools that bring their modules along under names that look like packages.
_NODE_HOSTED = """
bun deno k6 vscode electron obsidian atom brackets photoshop uxp indesign scenegraph figma aws-sdk server-only
client-only encore.dev workerd zotero gi system resource
"""
_RUST = "std core alloc proc_macro test crate self super Self"
# The same as sets: what comes with the language, and what the program that runs the code brings.
PYTHON = frozenset(_PYTHON.split())
NODE = frozenset(_NODE.split())
RUST = frozenset(_RUST.split())
_PYTHON_ALL = PYTHON | frozenset(_PYTHON_HOSTED.split())
_NODE_ALL = NODE | frozenset(_NODE_HOSTED.split())


def is_standard(language: str, package: str) -> bool:
    """Tell whether a package or top-level module comes with the language or with the program that runs the code."""
    if language == "go":
        # Only the paths of the standard library do without a host name.
        return "." not in package.partition("/")[0]
    if language == "python":
        return package.startswith("_") or package in _PYTHON_ALL
    if language == "rust":
        return package in RUST
    return ":" in package or package in _NODE_ALL
