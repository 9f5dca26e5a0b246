"""This module holds which distributions ship a Python module, where its name does not follow from theirs."""

import re
from collections.abc import Iterable, Sequence

# `module=distribution`, alternatives after `|`. Names as PEP 503 writes them, from the metadata of the distributions.
_TABLE = """
asgiref=asgiref|django sqlparse=sqlparse|django a2a=a2a-sdk absl=absl-py adodbapi=pywin32 agents=openai-agents
airflow=apache-airflow|apache-airflow-core|apache-airflow-task-sdk aliyunsdkcore=aliyun-python-sdk-core
allauth=django-allauth alpaca=alpaca-py analytics=analytics-python|segment-analytics-python
antlr4=antlr4-python3-runtime|antlr4-python2-runtime anyio=anyio|httpx|starlette|fastapi
apiclient=google-api-python-client appium=appium-python-client AppKit=pyobjc|pyobjc-framework-cocoa
ApplicationServices=pyobjc|pyobjc-framework-applicationservices arango=python-arango argon2=argon2-cffi attr=attrs
auditlog=django-auditlog auth0=auth0-python autogen=pyautogen|ag2|autogen-agentchat
aws_cdk=aws-cdk-lib|aws-cdk-core|aws-cdk awsgi=aws-wsgi azure=azure-core|azure-common
backports=backports-zoneinfo|backports-tarfile bidi=python-bidi billiard=billiard|celery
binance=python-binance|binance-connector Bio=biopython bluetooth=pybluez botocore=botocore|boto3 box=python-box
brotli=brotli|brotlicffi|brotlipy brownie=eth-brownie bs4=beautifulsoup4 bson=pymongo|bson|motor capnp=pycapnp
captcha=django-simple-captcha cassandra=cassandra-driver|scylla-driver certifi=certifi|requests
certifi_win32=python-certifi-win32 chardet=chardet|cchardet Cheetah=cheetah3|ct3 chess=chess|python-chess
ckeditor=django-ckeditor clip=openai-clip|clip-anytorch commctrl=pywin32 community=python-louvain
compressor=django-compressor constance=django-constance constraint=python-constraint
constructs=constructs|aws-cdk-lib
consul=python-consul|python-consul2|py-consul CoreFoundation=pyobjc|pyobjc-framework-cocoa
corsheaders=django-cors-headers crispy_forms=django-crispy-forms crontab=python-crontab|crontab
Crypto=pycryptodome|pycrypto|pycryptodomex Cryptodome=pycryptodomex cups=pycups curl=pycurl
cv2=opencv-python|opencv-python-headless|opencv-contrib-python|opencv-contrib-python-headless daemon=python-daemon
databricks=databricks-sdk databricks.sql=databricks-sql-connector dateutil=python-dateutil|pandas
dbt=dbt-core|dbt-common|dbt-adapters dbus=dbus-python|dbus-next deb822=python-debian debian=python-debian
debug_toolbar=django-debug-toolbar decouple=python-decouple demjson=demjson|demjson3 depot=filedepot
discord=discord-py|py-cord|nextcord|disnake django_filters=django-filter djcelery=django-celery dns=dnspython
docker=docker|docker-py docopt=docopt|docopt-ng docx=python-docx dogpile=dogpile-cache dot_parser=pydot
dotenv=python-dotenv dspy=dspy|dspy-ai editor=python-editor elasticapm=elastic-apm
elasticsearch_dsl=elasticsearch-dsl|elasticsearch elftools=pyelftools email_validator=email-validator|pydantic
enchant=pyenchant engineio=python-engineio ens=web3 environ=django-environ|environ-config etcd=python-etcd
exceptiongroup=exceptiongroup|anyio|pytest exiftool=pyexiftool facebook=facebook-sdk factory=factory-boy
faiss=faiss-cpu|faiss-gpu fasttext=fasttext|fasttext-wheel ffmpeg=ffmpeg-python|python-ffmpeg firebase=python-firebase
fitz=pymupdf Foundation=pyobjc|pyobjc-framework-cocoa|pyobjc-core freetype=freetype-py frontmatter=python-frontmatter
functional=pyfunctional geventwebsocket=gevent-websocket gflags=python-gflags gi=pygobject git=gitpython
github=pygithub gitlab=python-gitlab gnupg=python-gnupg google.ai=google-ai-generativelanguage
google.api=googleapis-common-protos google.appengine=appengine-python-standard
google.cloud.sql=cloud-sql-python-connector google.iam=grpc-google-iam-v1 google.longrunning=googleapis-common-protos
google.oauth2=google-auth google.protobuf=protobuf google.rpc=googleapis-common-protos
google.type=googleapis-common-protos googleapiclient=google-api-python-client googlesearch=googlesearch-python|google
gridfs=pymongo grpc=grpcio grpc_health=grpcio-health-checking grpc_reflection=grpcio-reflection
grpc_status=grpcio-status grpc_testing=grpcio-testing grpc_tools=grpcio-tools guardian=django-guardian
haystack=haystack-ai|farm-haystack|django-haystack hcl2=python-hcl2 health_check=django-health-check
hid=hidapi|hid hijack=django-hijack httpcore=httpcore|httpx ibis=ibis-framework ibm_boto3=ibm-cos-sdk
idna=idna|requests ignite=pytorch-ignite igraph=python-igraph|igraph imblearn=imbalanced-learn impala=impyla
import_export=django-import-export iniconfig=iniconfig|pytest iptc=python-iptables IPython=ipython|jupyter|ipykernel
iris=scitools-iris iso639=iso-639|iso639-lang itsdangerous=itsdangerous|flask
jaraco=jaraco-classes|jaraco-functools|jaraco-text jenkins=python-jenkins jinja2=jinja2|flask jks=pyjks
jmespath=jmespath|boto3 jnius=pyjnius jose=python-jose jpype=jpype1 jwkest=pyjwkest jwt=pyjwt
kafka=kafka-python|kafka-python-ng keras=keras|tensorflow keycloak=python-keycloak knox=django-rest-knox
langchain_core=langchain-core|langchain lark=lark|lark-parser ldap=python-ldap ldclient=launchdarkly-server-sdk
Levenshtein=levenshtein|python-levenshtein|rapidfuzz libsbml=python-libsbml lightning=lightning|pytorch-lightning
linebot=line-bot-sdk livekit=livekit-api|livekit-agents llama_cpp=llama-cpp-python
llama_index=llama-index|llama-index-core logstash=python-logstash lzo=python-lzo
magic=python-magic|python-magic-bin|file-magic markdown_it=markdown-it-py markupsafe=markupsafe|jinja2 mcp=mcp|fastmcp
mdx_math=python-markdown-math MeCab=mecab-python3 mem0=mem0ai memcache=python-memcached model_utils=django-model-utils
modeltranslation=django-modeltranslation mpl_toolkits=matplotlib mptt=django-mptt
msgpack=msgpack|msgpack-python|u-msgpack-python multipart=python-multipart|multipart
mypy_boto3=boto3-stubs|types-boto3 mypyc=mypy mysql=mysql-connector-python|mysql-connector
MySQLdb=mysqlclient|mysql-python nacl=pynacl nats=nats-py nbformat=nbformat|nbconvert|notebook
netifaces=netifaces|netifaces2 nio=matrix-nio nmap=python-nmap nonebot=nonebot2 nose=nose|pynose
novaclient=python-novaclient numpy=numpy|pandas|scipy nvidia_smi=nvidia-ml-py3 oauth2_provider=django-oauth-toolkit
objc=pyobjc|pyobjc-core odf=odfpy OFS=zope ogr=gdal OleFileIO_PL=olefile onelogin=python3-saml|python-saml
onnxruntime=onnxruntime|onnxruntime-gpu open_clip=open-clip-torch openbabel=openbabel-wheel OpenGL=pyopengl
openid=python3-openid|python-openid opensearchpy=opensearch-py OpenSSL=pyopenssl opentelemetry=opentelemetry-api
opentelemetry.exporter=opentelemetry-exporter-otlp opentelemetry.semconv=opentelemetry-semantic-conventions osgeo=gdal
osr=gdal paho=paho-mqtt path=path|path-py phoenix=arize-phoenix phonenumber_field=django-phonenumber-field
phonenumbers=phonenumbers|phonenumberslite PIL=pillow|pillow-simd pinecone=pinecone|pinecone-client
pkg_resources=setuptools plaid=plaid-python playhouse=peewee plotly_express=plotly pluggy=pluggy|pytest
pptx=python-pptx prestodb=presto-python-client progressbar=progressbar2|progressbar|progressbar33
prompt_toolkit=prompt-toolkit|ipython psycopg=psycopg|psycopg-binary psycopg2=psycopg2|psycopg2-binary
psycopg_pool=psycopg-pool|psycopg pushbullet=pushbullet-py pwiz=peewee pwn=pwntools py=py|pytest
pyannote=pyannote-audio pydantic_ai=pydantic-ai|pydantic-ai-slim pydantic_core=pydantic-core|pydantic
pydispatch=pydispatcher pygame=pygame|pygame-ce pylab=matplotlib pylsp=python-lsp-server pynvml=nvidia-ml-py|pynvml
PyQt5=pyqt5|pyqtwebengine PyQt6=pyqt6|pyqt6-webengine pyrogram=pyrogram|kurigram PySide6=pyside6|pyside6-essentials
pysnmp=pysnmp|pysnmp-lextudio pythoncom=pywin32 pythonjsonlogger=python-json-logger pythonwin=pywin32 pyVim=pyvmomi
pywintypes=pywin32 pyximport=cython Quartz=pyobjc|pyobjc-framework-quartz rapidjson=python-rapidjson
ratelimit=ratelimit|django-ratelimit rclone=rclone-python rdkit=rdkit|rdkit-pypi
readability=readability-lxml|readability redis_lock=python-redis-lock registration=django-registration
rest_framework=djangorestframework rest_framework_csv=djangorestframework-csv
rest_framework_gis=djangorestframework-gis rest_framework_nested=drf-nested-routers
rest_framework_simplejwt=djangorestframework-simplejwt rest_framework_xml=djangorestframework-xml
reversion=django-reversion rich=rich|typer robot=robotframework RPi=rpi-gpio|rpi-lgpio|fake-rpi rtmidi=python-rtmidi
ruamel=ruamel-yaml s3transfer=s3transfer|boto3 saml2=pysaml2 sass=libsass serial=pyserial
serpapi=google-search-results sha3=pysha3|safe-pysha3 shapefile=pyshp simple_history=django-simple-history
skbio=scikit-bio skimage=scikit-image sklearn=scikit-learn skopt=scikit-optimize sksurv=scikit-survival
slack=slackclient|slack-sdk slack_sdk=slack-sdk|slack-bolt slugify=python-slugify|awesome-slugify|unicode-slugify
smartcard=pyscard smbclient=smbprotocol smbus=smbus|smbus-cffi|smbus2 smi=pysmi snappy=python-snappy
snowflake=snowflake-connector-python snowflake.connector=snowflake-connector-python
snowflake.snowpark=snowflake-snowpark-python social_core=social-auth-core social_django=social-auth-app-django
socketio=python-socketio socks=pysocks sockshandler=pysocks solcx=py-solc-x soundfile=soundfile|pysoundfile
speech_recognition=speechrecognition speedtest=speedtest-cli sphinxcontrib=sphinx starlette=starlette|fastapi
Stemmer=pystemmer storages=django-storages strawberry=strawberry-graphql strawberry_django=strawberry-graphql-django
suds=suds-community|suds-jurko|suds swiftclient=python-swiftclient tables=tables|pytables taggit=django-taggit
tagulous=django-tagulous talib=ta-lib tavily=tavily-python telebot=pytelegrambotapi telegram=python-telegram-bot
tencentcloud=tencentcloud-sdk-python tensorboard=tensorboard|tensorflow
tensorflow=tensorflow|tensorflow-cpu|tensorflow-gpu|tensorflow-macos|tf-nightly tinymce=django-tinymce tlsh=py-tlsh
tlz=toolz|cytoolz torch=torch|pytorch traitlets=traitlets|ipython|jupyter treebeard=django-treebeard
twitter=python-twitter|twitter two_factor=django-two-factor-auth typing_extensions=typing-extensions|pydantic
ua_parser=ua-parser|ua-parser-builtins ulid=python-ulid|ulid-py umap=umap-learn urllib3=urllib3|requests usb=pyusb
usb1=libusb1 uvicorn=uvicorn|fastapi validate_email=validate-email|py3-validate-email vcr=vcrpy
vertexai=google-cloud-aiplatform|vertexai Vision=pyobjc|pyobjc-framework-vision vlc=python-vlc vmware=pyvmomi
volcengine=volcengine-python-sdk waffle=django-waffle weaviate=weaviate-client web=web-py webdav3=webdavclient3
websocket=websocket-client webvtt=webvtt-py werkzeug=werkzeug|flask whisper=openai-whisper whois=python-whois
widget_tweaks=django-widget-tweaks win32api=pywin32 win32clipboard=pywin32 win32com=pywin32 win32con=pywin32
win32crypt=pywin32 win32event=pywin32 win32evtlog=pywin32 win32file=pywin32 win32gui=pywin32 win32net=pywin32
win32pdh=pywin32 win32pipe=pywin32 win32print=pywin32 win32process=pywin32 win32security=pywin32 win32service=pywin32
win32serviceutil=pywin32 win32timezone=pywin32 win32ui=pywin32 winerror=pywin32 winrm=pywinrm winxpgui=pywin32
wordpress_xmlrpc=python-wordpress-xmlrpc wx=wxpython xattr=xattr|pyxattr xdg=pyxdg|xdg Xlib=python-xlib xmpp=xmpppy
yaml=pyyaml|ruamel-yaml yaml_include=pyyaml-include yara=yara-python z3=z3-solver zipline=zipline-reloaded
zipstream=zipstream-ng|zipstream zmq=pyzmq zope=zope-interface
"""
_SEPARATORS = re.compile(r"[-_.]+")
# What authors put around the name of the module to get the name of the distribution.
_BEFORE = ("python-", "python3-", "py-", "py", "lib", "python")
_AFTER = ("-python", "-py", "py", "-python3", "-sdk", "-client", "2", "3", "4", "-binary", "-cpu", "-bin", "-core")


def normalise_distribution(name: str) -> str:
    """Return the name of a distribution as PEP 503 compares it."""
    return _SEPARATORS.sub("-", name).lower()


def find_distribution(module: str, declared: Iterable[str]) -> str:
    """Return which of some distributions, normalised, may ship a module by its dotted name; empty for none.

    Generous: a distribution whose name begins or ends with that of the module, as plugins do, may bring it.
    """
    names = frozenset(declared)
    parts = module.split(".")
    for length in range(len(parts), 0, -1):
        wanted = (*_known(".".join(parts[:length])), normalise_distribution("-".join(parts[:length])))
        found = next((name for name in wanted if name in names), "")
        if found:
            return found
    top = normalise_distribution(parts[0])
    variants = {*(before + top for before in _BEFORE), *(top + after for after in _AFTER)}
    near = (name for name in sorted(names) if name in variants or _carries(name, top))
    return next(near, "")


def is_stub(distribution: str) -> bool:
    """Tell whether a distribution holds the types of another one and none of its code."""
    return distribution.startswith("types-") or distribution.endswith("-stubs")


def _known(module: str) -> Sequence[str]:
    if not _SHIPPED:
        _SHIPPED.update(
            (name, tuple(shipped.split("|"))) for name, _, shipped in (row.partition("=") for row in _TABLE.split())
        )
    return _SHIPPED.get(module, ())


def _carries(distribution: str, top: str) -> bool:
    if is_stub(distribution):
        return False
    bare = distribution.replace("-", "")
    return bare == top.replace("-", "") or distribution.startswith(f"{top}-") or distribution.endswith(f"-{top}")


_SHIPPED: dict[str, tuple[str, ...]] = {}
