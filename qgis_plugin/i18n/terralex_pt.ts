<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="pt" sourcelanguage="en">
 <context>
  <name>Terralex</name>
  <message>
   <source>The local server did not start: the end of its log says why.</source>
   <translation>O servidor local não arrancou: o fim do seu registo diz porquê.</translation>
  </message>
  <message>
   <source>Waiting for the server</source>
   <translation>À espera do servidor</translation>
  </message>
  <message>
   <source>The local server is not installed: install it in the options of Terralex.</source>
   <translation>O servidor local não está instalado: instale-o nas opções do Terralex.</translation>
  </message>
  <message>
   <source>{program} cannot be started.</source>
   <translation>Não é possível iniciar {program}.</translation>
  </message>
  <message>
   <source>The reply of the server was cut off: try again.</source>
   <translation>A resposta do servidor foi cortada: tente de novo.</translation>
  </message>
  <message>
   <source>No server is set: give its address in the options of Terralex.</source>
   <translation>Nenhum servidor definido: indique o seu endereço nas opções do Terralex.</translation>
  </message>
  <message>
   <source>{url} is not an address: write it like https://gpu.example.org:8765.</source>
   <translation>{url} não é um endereço: escreva-o como https://gpu.example.org:8765.</translation>
  </message>
  <message>
   <source>QGIS could not keep the token: unlock its authentication database and try again.</source>
   <translation>O QGIS não conseguiu guardar o token: desbloqueie a base de autenticação e tente de novo.</translation>
  </message>
  <message>
   <source>The local server does not run: start it in the options of Terralex.</source>
   <translation>O servidor local não está a funcionar: inicie-o nas opções do Terralex.</translation>
  </message>
  <message>
   <source>The token of the local server cannot be read: start it again in the options.</source>
   <translation>O token do servidor local não pode ser lido: inicie-o de novo nas opções.</translation>
  </message>
  <message>
   <source>{percent} % indexed: the rest is indexed by the search</source>
   <translation>{percent} % indexado: a pesquisa indexa o resto</translation>
  </message>
  <message>
   <source>Indexed: searches here take a moment</source>
   <translation>Indexado: aqui as pesquisas demoram um instante</translation>
  </message>
  <message>
   <source>Not indexed yet: the first search here takes longer</source>
   <translation>Ainda não indexado: aqui a primeira pesquisa demora mais</translation>
  </message>
  <message>
   <source>State of the index</source>
   <translation>Estado do índice</translation>
  </message>
  <message>
   <source>No Python {least} or newer was found: name one in the options of Terralex.</source>
   <translation>Nenhum Python {least} ou mais recente encontrado: indique um nas opções do Terralex.</translation>
  </message>
  <message>
   <source>{package} is not there: choose a wheel file or a folder.</source>
   <translation>{package} não existe: escolha um ficheiro wheel ou uma pasta.</translation>
  </message>
  <message>
   <source>Making an environment</source>
   <translation>A criar um ambiente</translation>
  </message>
  <message>
   <source>Installing Terralex</source>
   <translation>A instalar o Terralex</translation>
  </message>
  <message>
   <source>Installing PyTorch for the CPU</source>
   <translation>A instalar o PyTorch para a CPU</translation>
  </message>
  <message>
   <source>Make a polygon layer the current one and select features in it.</source>
   <translation>Torne atual uma camada de polígonos e selecione nela elementos.</translation>
  </message>
  <message>
   <source>Nothing is selected in {name}.</source>
   <translation>Nada está selecionado em {name}.</translation>
  </message>
  <message>
   <source>Pick at most {most} examples of each kind.</source>
   <translation>Escolha no máximo {most} exemplos de cada tipo.</translation>
  </message>
  <message>
   <source>An example has to be a polygon.</source>
   <translation>Um exemplo tem de ser um polígono.</translation>
  </message>
  <message>
   <source>This place has no longitude and latitude.</source>
   <translation>Este lugar não tem longitude nem latitude.</translation>
  </message>
  <message>
   <source>The scale of the map cannot be told here: zoom in on the layer.</source>
   <translation>A escala do mapa não pode ser determinada aqui: aproxime-se da camada.</translation>
  </message>
  <message>
   <source>This part of the map cannot be expressed in {crs}: zoom in on the layer.</source>
   <translation>Esta parte do mapa não pode ser expressa em {crs}: aproxime-se da camada.</translation>
  </message>
  <message>
   <source>Index: {what}</source>
   <translation>Índice: {what}</translation>
  </message>
  <message>
   <source>An installation is under way.</source>
   <translation>Há uma instalação em curso.</translation>
  </message>
  <message>
   <source>The installation was stopped.</source>
   <translation>A instalação foi interrompida.</translation>
  </message>
  <message>
   <source>{what} failed: the last lines of the log say why.</source>
   <translation>{what}: falhou, as últimas linhas do registo dizem porquê.</translation>
  </message>
  <message>
   <source>Installed</source>
   <translation>Instalado</translation>
  </message>
  <message>
   <source>{message} (about {minutes} min to go)</source>
   <translation>{message} (faltam cerca de {minutes} min)</translation>
  </message>
  <message>
   <source>Waiting for the server to be free</source>
   <translation>À espera de que o servidor fique livre</translation>
  </message>
  <message>
   <source>{message} (about {seconds} s to go)</source>
   <translation>{message} (faltam cerca de {seconds} s)</translation>
  </message>
  <message>
   <source>The job was stopped on the server.</source>
   <translation>A tarefa foi interrompida no servidor.</translation>
  </message>
  <message>
   <source>Cancelled.</source>
   <translation>Cancelado.</translation>
  </message>
  <message>
   <source>Choose a polygon layer whose features are to be labelled.</source>
   <translation>Escolha uma camada de polígonos cujos elementos devem ser rotulados.</translation>
  </message>
  <message>
   <source>Name at least two classes.</source>
   <translation>Indique pelo menos duas classes.</translation>
  </message>
  <message>
   <source>{file} has the unknown column {column}: known are {known}.</source>
   <translation>{file} tem a coluna desconhecida {column}: as conhecidas são {known}.</translation>
  </message>
  <message>
   <source>The class {name} is there twice: rename one.</source>
   <translation>A classe {name} aparece duas vezes: mude o nome de uma.</translation>
  </message>
  <message>
   <source>{file}, line {line} has no name.</source>
   <translation>{file}, linha {line}: falta o nome.</translation>
  </message>
  <message>
   <source>{file}, line {line}: {colour} is no colour, write it like #3366cc.</source>
   <translation>{file}, linha {line}: {colour} não é uma cor, escreva-a como #3366cc.</translation>
  </message>
  <message>
   <source>Label: {what}</source>
   <translation>Rotular: {what}</translation>
  </message>
  <message>
   <source>Fetching the labels</source>
   <translation>A obter os rótulos</translation>
  </message>
  <message>
   <source>The features lie outside the layer {name}.</source>
   <translation>Os elementos estão fora da camada {name}.</translation>
  </message>
  <message>
   <source>The layer {name} has no polygons to label.</source>
   <translation>A camada {name} não tem polígonos para rotular.</translation>
  </message>
  <message>
   <source>The result of the server cannot be opened: try again.</source>
   <translation>O resultado do servidor não pode ser aberto: tente de novo.</translation>
  </message>
  <message>
   <source>Choose a raster layer to search in.</source>
   <translation>Escolha uma camada raster onde pesquisar.</translation>
  </message>
  <message>
   <source>The layer {name} cannot be opened: repair its source.</source>
   <translation>A camada {name} não pode ser aberta: repare a sua fonte.</translation>
  </message>
  <message>
   <source>The layer {name} has no reference system: set one.</source>
   <translation>A camada {name} não tem sistema de referência: defina um.</translation>
  </message>
  <message>
   <source>The server puts the picture together</source>
   <translation>O servidor está a montar a imagem</translation>
  </message>
  <message>
   <source>Sending the picture of {name}</source>
   <translation>A enviar a imagem de {name}</translation>
  </message>
  <message>
   <source>The layer {name} has no end: search in the extent of the map.</source>
   <translation>A camada {name} não tem fim: pesquise na extensão do mapa.</translation>
  </message>
  <message>
   <source>Sending {name}</source>
   <translation>A enviar {name}</translation>
  </message>
  <message>
   <source>The server could not put the picture together: try again.</source>
   <translation>O servidor não conseguiu montar a imagem: tente de novo.</translation>
  </message>
  <message>
   <source>The server may not read the file: its picture is sent instead</source>
   <translation>O servidor não pode ler o ficheiro: em vez dele é enviada a sua imagem</translation>
  </message>
  <message>
   <source>Models of the server</source>
   <translation>Modelos do servidor</translation>
  </message>
  <message>
   <source>{have} million pixels would be sent, {most} million is the limit: zoom in or choose larger regions.</source>
   <translation>Seriam enviados {have} milhões de píxeis e o limite é {most} milhões: aproxime o mapa ou escolha regiões maiores.</translation>
  </message>
  <message>
   <source>The layer {name} cannot be drawn: {reason}.</source>
   <translation>A camada {name} não pode ser desenhada: {reason}.</translation>
  </message>
  <message>
   <source>The reply of the server is not what this plugin understands: are both of the same release?</source>
   <translation>Este módulo não entende a resposta do servidor: ambos têm a mesma versão?</translation>
  </message>
  <message>
   <source>The server does not accept the token: enter it again in the options of Terralex.</source>
   <translation>O servidor não aceita o token: introduza-o de novo nas opções do Terralex.</translation>
  </message>
  <message>
   <source>The server failed (500): its log says why.</source>
   <translation>O servidor falhou (500): o seu registo diz porquê.</translation>
  </message>
  <message>
   <source>The server cannot work just now ({status}): try again later.</source>
   <translation>O servidor não pode trabalhar agora ({status}): tente mais tarde.</translation>
  </message>
  <message>
   <source>The server refused the request ({status}).</source>
   <translation>O servidor recusou o pedido ({status}).</translation>
  </message>
  <message>
   <source>The reply is cut off or no JSON: is there a Terralex server at this address?</source>
   <translation>A resposta está cortada ou não é JSON: há um servidor Terralex neste endereço?</translation>
  </message>
  <message>
   <source>That is more than the server accepts at once: choose a smaller extent.</source>
   <translation>É mais do que o servidor aceita de uma vez: escolha uma extensão menor.</translation>
  </message>
  <message>
   <source>The layer of the regions has been removed: search again.</source>
   <translation>A camada das regiões foi removida: pesquise de novo.</translation>
  </message>
  <message>
   <source>{file} cannot be written: {reason}.</source>
   <translation>{file} não pode ser escrito: {reason}.</translation>
  </message>
  <message>
   <source>the table {table} is missing</source>
   <translation>falta a tabela {table}</translation>
  </message>
  <message>
   <source>it is not a raster</source>
   <translation>não é um raster</translation>
  </message>
  <message>
   <source>it cannot be opened</source>
   <translation>não pode ser aberto</translation>
  </message>
  <message>
   <source>it may not be written</source>
   <translation>não é permitido escrever</translation>
  </message>
  <message>
   <source>The layer {name} is not in this part of the map: zoom to it.</source>
   <translation>A camada {name} não está nesta parte do mapa: aproxime-se dela.</translation>
  </message>
  <message>
   <source>The selected features lie outside the layer {name}.</source>
   <translation>Os elementos selecionados estão fora da camada {name}.</translation>
  </message>
  <message>
   <source>Like the examples</source>
   <translation>Como os exemplos</translation>
  </message>
  <message>
   <source>Type what to look for, or pick an example on the map.</source>
   <translation>Escreva o que procura ou escolha um exemplo no mapa.</translation>
  </message>
  <message>
   <source>Search: {what}</source>
   <translation>Pesquisa: {what}</translation>
  </message>
  <message>
   <source>Writing {count} regions</source>
   <translation>A escrever {count} regiões</translation>
  </message>
  <message>
   <source>Size of the local server</source>
   <translation>Tamanho do servidor local</translation>
  </message>
  <message>
   <source>Something went wrong inside the plugin: {error}.</source>
   <translation>Algo correu mal dentro do módulo: {error}.</translation>
  </message>
  <message>
   <source>Pictures of the regions</source>
   <translation>Imagens das regiões</translation>
  </message>
  <message>
   <source>The server at {url} said nothing for too long: look whether it is busy.</source>
   <translation>O servidor {url} esteve calado demasiado tempo: veja se está ocupado.</translation>
  </message>
  <message>
   <source>The server at {url} does not answer: {reason}.</source>
   <translation>O servidor {url} não responde: {reason}.</translation>
  </message>
  <message>
   <source>Start</source>
   <translation>Iniciar</translation>
  </message>
  <message>
   <source>Stop</source>
   <translation>Parar</translation>
  </message>
  <message>
   <source>Restart</source>
   <translation>Reiniciar</translation>
  </message>
  <message>
   <source>Install</source>
   <translation>Instalar</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Cancelar</translation>
  </message>
  <message>
   <source>Start it with the first search</source>
   <translation>Iniciá-lo com a primeira pesquisa</translation>
  </message>
  <message>
   <source>the home folder</source>
   <translation>a pasta pessoal</translation>
  </message>
  <message>
   <source>Folders whose rasters it may read, parted by {mark}</source>
   <translation>Pastas cujos rasters pode ler, separadas por {mark}</translation>
  </message>
  <message>
   <source>A wheel file, a folder with the source, or a name in the package index</source>
   <translation>Um ficheiro wheel, uma pasta com o código ou um nome do índice de pacotes</translation>
  </message>
  <message>
   <source>found by itself</source>
   <translation>encontrado sozinho</translation>
  </message>
  <message>
   <source>Runs on</source>
   <translation>Funciona em</translation>
  </message>
  <message>
   <source>May read</source>
   <translation>Pode ler</translation>
  </message>
  <message>
   <source>Install from</source>
   <translation>Instalar de</translation>
  </message>
  <message>
   <source>Not installed</source>
   <translation>Não instalado</translation>
  </message>
  <message>
   <source>Installed, does not run</source>
   <translation>Instalado, parado</translation>
  </message>
  <message>
   <source>Starting ...</source>
   <translation>A iniciar ...</translation>
  </message>
  <message>
   <source>Runs</source>
   <translation>A funcionar</translation>
  </message>
  <message>
   <source>Choose</source>
   <translation>Escolher</translation>
  </message>
  <message>
   <source>Automatic</source>
   <translation>Automático</translation>
  </message>
  <message>
   <source>for the CPU (small)</source>
   <translation>para a CPU (pequeno)</translation>
  </message>
  <message>
   <source>for CUDA (large)</source>
   <translation>para CUDA (grande)</translation>
  </message>
  <message>
   <source>Texts that describe the class, parted by semicolons; the name alone will do</source>
   <translation>Textos que descrevem a classe, separados por ponto e vírgula; basta o nome</translation>
  </message>
  <message>
   <source>Double click to change the colour</source>
   <translation>Duplo clique para mudar a cor</translation>
  </message>
  <message>
   <source>Class</source>
   <translation>Classe</translation>
  </message>
  <message>
   <source>Prompts</source>
   <translation>Descrições</translation>
  </message>
  <message>
   <source>Search the map by text</source>
   <translation>Pesquisar o mapa com texto</translation>
  </message>
  <message>
   <source>Search</source>
   <translation>Pesquisa</translation>
  </message>
  <message>
   <source>Labels</source>
   <translation>Rótulos</translation>
  </message>
  <message>
   <source>Options of Terralex</source>
   <translation>Opções do Terralex</translation>
  </message>
  <message>
   <source>Help</source>
   <translation>Ajuda</translation>
  </message>
  <message>
   <source>Draw a box around an example on the map</source>
   <translation>Desenhar uma caixa à volta de um exemplo no mapa</translation>
  </message>
  <message>
   <source>Draw a box around what it should not be like</source>
   <translation>Desenhar uma caixa à volta do que não deve ser parecido</translation>
  </message>
  <message>
   <source>Take the selected features as examples</source>
   <translation>Usar os elementos selecionados como exemplos</translation>
  </message>
  <message>
   <source>Forget the examples</source>
   <translation>Esquecer os exemplos</translation>
  </message>
  <message>
   <source>{like} like, {unlike} unlike</source>
   <translation>{like} a favor, {unlike} contra</translation>
  </message>
  <message>
   <source>Terralex: {what}</source>
   <translation>Terralex: {what}</translation>
  </message>
  <message>
   <source>This feature has no label.</source>
   <translation>Este elemento não tem rótulo.</translation>
  </message>
  <message>
   <source>{what} (raster)</source>
   <translation>{what} (raster)</translation>
  </message>
  <message>
   <source>Starting the local server</source>
   <translation>A iniciar o servidor local</translation>
  </message>
  <message>
   <source>Stopping</source>
   <translation>A parar</translation>
  </message>
  <message>
   <source>Stopped.</source>
   <translation>Parado.</translation>
  </message>
  <message>
   <source>{count} classes were found.</source>
   <translation>Foram encontradas {count} classes.</translation>
  </message>
  <message>
   <source>Label</source>
   <translation>Rotular</translation>
  </message>
  <message>
   <source>Click features on the map to see their best three classes</source>
   <translation>Clicar em elementos no mapa para ver as suas três melhores classes</translation>
  </message>
  <message>
   <source>Extent of the map</source>
   <translation>Extensão do mapa</translation>
  </message>
  <message>
   <source>Whole layer</source>
   <translation>Camada inteira</translation>
  </message>
  <message>
   <source>Features of a polygon layer</source>
   <translation>Elementos de uma camada de polígonos</translation>
  </message>
  <message>
   <source>Selected only</source>
   <translation>Só os selecionados</translation>
  </message>
  <message>
   <source>Polygons</source>
   <translation>Polígonos</translation>
  </message>
  <message>
   <source>Preset ...</source>
   <translation>Predefinição ...</translation>
  </message>
  <message>
   <source>More</source>
   <translation>Mais</translation>
  </message>
  <message>
   <source>Label everything together</source>
   <translation>Rotular tudo em conjunto</translation>
  </message>
  <message>
   <source>Windows help each other to their classes; often better, sometimes worse</source>
   <translation>As janelas ajudam-se a encontrar a classe; muitas vezes melhor, às vezes pior</translation>
  </message>
  <message>
   <source>Open classes from CSV</source>
   <translation>Abrir classes de um CSV</translation>
  </message>
  <message>
   <source>Save classes as CSV</source>
   <translation>Guardar as classes em CSV</translation>
  </message>
  <message>
   <source>Add a class</source>
   <translation>Adicionar uma classe</translation>
  </message>
  <message>
   <source>Remove the selected classes</source>
   <translation>Remover as classes selecionadas</translation>
  </message>
  <message>
   <source>"Other" below</source>
   <translation>"Outro" abaixo de</translation>
  </message>
  <message>
   <source>Smoothing</source>
   <translation>Suavização</translation>
  </message>
  <message>
   <source>Colour of the class</source>
   <translation>Cor da classe</translation>
  </message>
  <message>
   <source>{file} cannot be read: check that it is there and UTF-8.</source>
   <translation>{file} não pode ser lido: verifique se existe e se é UTF-8.</translation>
  </message>
  <message>
   <source>Layer</source>
   <translation>Camada</translation>
  </message>
  <message>
   <source>Asking the server</source>
   <translation>A perguntar ao servidor</translation>
  </message>
  <message>
   <source>Copied.</source>
   <translation>Copiado.</translation>
  </message>
  <message>
   <source>The server answers and accepts the token.</source>
   <translation>O servidor responde e aceita o token.</translation>
  </message>
  <message>
   <source>The server's own</source>
   <translation>O do servidor</translation>
  </message>
  <message>
   <source>Server</source>
   <translation>Servidor</translation>
  </message>
  <message>
   <source>On this machine</source>
   <translation>Nesta máquina</translation>
  </message>
  <message>
   <source>Another one, for example one with a GPU</source>
   <translation>Outro, por exemplo com GPU</translation>
  </message>
  <message>
   <source>Address</source>
   <translation>Endereço</translation>
  </message>
  <message>
   <source>Token</source>
   <translation>Token</translation>
  </message>
  <message>
   <source>Test connection</source>
   <translation>Testar a ligação</translation>
  </message>
  <message>
   <source>Searches and labels</source>
   <translation>Pesquisas e rótulos</translation>
  </message>
  <message>
   <source>As QGIS</source>
   <translation>Como o QGIS</translation>
  </message>
  <message>
   <source> million</source>
   <translation> milhões</translation>
  </message>
  <message>
   <source>Forget past searches and sent pictures</source>
   <translation>Esquecer pesquisas passadas e imagens enviadas</translation>
  </message>
  <message>
   <source>When something is wrong</source>
   <translation>Quando algo corre mal</translation>
  </message>
  <message>
   <source>Copy diagnostics</source>
   <translation>Copiar o diagnóstico</translation>
  </message>
  <message>
   <source>Versions, settings and log, without paths and secrets</source>
   <translation>Versões, definições e registo, sem caminhos nem segredos</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>Modelo</translation>
  </message>
  <message>
   <source>Language</source>
   <translation>Língua</translation>
  </message>
  <message>
   <source>Regions at most</source>
   <translation>Regiões no máximo</translation>
  </message>
  <message>
   <source>Least relevance</source>
   <translation>Relevância mínima</translation>
  </message>
  <message>
   <source>Pixels sent at most</source>
   <translation>Píxeis enviados no máximo</translation>
  </message>
  <message>
   <source>Give up a silent server after</source>
   <translation>Desistir de um servidor mudo após</translation>
  </message>
  <message>
   <source>kept by QGIS</source>
   <translation>guardado pelo QGIS</translation>
  </message>
  <message>
   <source>{title} (to be fetched)</source>
   <translation>{title} (por descarregar)</translation>
  </message>
  <message>
   <source>Region {rank}, relevance {percent} %</source>
   <translation>Região {rank}, relevância {percent} %</translation>
  </message>
  <message>
   <source>{size} m regions, cosine {score}</source>
   <translation>Regiões de {size} m, cosseno {score}</translation>
  </message>
  <message>
   <source>Accepted</source>
   <translation>Aceite</translation>
  </message>
  <message>
   <source>Rejected</source>
   <translation>Rejeitada</translation>
  </message>
  <message>
   <source>Export the accepted regions</source>
   <translation>Exportar as regiões aceites</translation>
  </message>
  <message>
   <source>{count} accepted regions were exported.</source>
   <translation>Foram exportadas {count} regiões aceites.</translation>
  </message>
  <message>
   <source>{count} regions were found.</source>
   <translation>Foram encontradas {count} regiões.</translation>
  </message>
  <message>
   <source>Accept at least one region first (A).</source>
   <translation>Aceite primeiro pelo menos uma região (A).</translation>
  </message>
  <message>
   <source>Nothing was relevant enough: try other words or a lower threshold in the options.</source>
   <translation>Nada foi suficientemente relevante: tente outras palavras ou um limiar mais baixo nas opções.</translation>
  </message>
  <message>
   <source>{windows} windows are indexed.</source>
   <translation>{windows} janelas estão indexadas.</translation>
  </message>
  <message>
   <source>but not ... (car park; road)</source>
   <translation>mas não ... (estacionamento; estrada)</translation>
  </message>
  <message>
   <source>What to look for: airport, 저수지, Solaranlage ...</source>
   <translation>O que procurar: aeroporto, 저수지, Solaranlage ...</translation>
  </message>
  <message>
   <source>Selected features</source>
   <translation>Elementos selecionados</translation>
  </message>
  <message>
   <source>Side of the regions on the ground in metres; several may be typed</source>
   <translation>Lado das regiões no terreno em metros; podem ser vários</translation>
  </message>
  <message>
   <source>Shape of the regions</source>
   <translation>Forma das regiões</translation>
  </message>
  <message>
   <source>Relevance</source>
   <translation>Relevância</translation>
  </message>
  <message>
   <source>Accept the region (A)</source>
   <translation>Aceitar a região (A)</translation>
  </message>
  <message>
   <source>Reject the region (R)</source>
   <translation>Rejeitar a região (R)</translation>
  </message>
  <message>
   <source>More like the accepted</source>
   <translation>Mais como as aceites</translation>
  </message>
  <message>
   <source>Merged</source>
   <translation>Unidas</translation>
  </message>
  <message>
   <source>Single windows</source>
   <translation>Janelas isoladas</translation>
  </message>
  <message>
   <source>Outlines</source>
   <translation>Contornos</translation>
  </message>
  <message>
   <source>Where</source>
   <translation>Onde</translation>
  </message>
  <message>
   <source>Size</source>
   <translation>Tamanho</translation>
  </message>
  <message>
   <source>Shape</source>
   <translation>Forma</translation>
  </message>
  <message>
   <source>Search the map for {what}</source>
   <translation>Procurar {what} no mapa</translation>
  </message>
  <message>
   <source>Search this layer by text</source>
   <translation>Pesquisar esta camada com texto</translation>
  </message>
  <message>
   <source>Label this layer</source>
   <translation>Rotular esta camada</translation>
  </message>
  <message>
   <source>Index this layer</source>
   <translation>Indexar esta camada</translation>
  </message>
  <message>
   <source>Region sizes in metres, parted by commas</source>
   <translation>Tamanhos das regiões em metros, separados por vírgulas</translation>
  </message>
  <message>
   <source>Pixel size in metres where the layer has to be drawn</source>
   <translation>Tamanho do píxel em metros se a camada tiver de ser desenhada</translation>
  </message>
  <message>
   <source>Raster layer</source>
   <translation>Camada raster</translation>
  </message>
  <message>
   <source>Extent</source>
   <translation>Extensão</translation>
  </message>
  <message>
   <source>The extent does not meet the layer {name}.</source>
   <translation>A extensão não toca na camada {name}.</translation>
  </message>
  <message>
   <source>{text} is no list of numbers: write it like 100, 200.</source>
   <translation>{text} não é uma lista de números: escreva-a como 100, 200.</translation>
  </message>
  <message>
   <source>Compare labels with a reference</source>
   <translation>Comparar rótulos com uma referência</translation>
  </message>
  <message>
   <source>Compares labelled polygons with a reference layer: confusion matrix, accuracy, kappa, precision, recall and F1 by class. By feature, a reference polygon gets the label of the polygon at a point inside it; by area, the ground that both share is counted, in square units of the reference layer's system.</source>
   <translation>Compara polígonos rotulados com uma camada de referência: matriz de confusão, exatidão, kappa, precisão, revocação e F1 por classe. Por elemento, um polígono de referência recebe o rótulo do polígono num ponto interior; por área, conta-se o terreno comum, em unidades quadradas do sistema da referência.</translation>
  </message>
  <message>
   <source>By feature</source>
   <translation>Por elemento</translation>
  </message>
  <message>
   <source>By area</source>
   <translation>Por área</translation>
  </message>
  <message>
   <source>Report</source>
   <translation>Relatório</translation>
  </message>
  <message>
   <source>Accuracy {accuracy}, mean F1 {f1}</source>
   <translation>Exatidão {accuracy}, F1 médio {f1}</translation>
  </message>
  <message>
   <source>Field with the label</source>
   <translation>Campo com o rótulo</translation>
  </message>
  <message>
   <source>Reference</source>
   <translation>Referência</translation>
  </message>
  <message>
   <source>Field with the class</source>
   <translation>Campo com a classe</translation>
  </message>
  <message>
   <source>Count</source>
   <translation>Contar</translation>
  </message>
  <message>
   <source>Confusion matrix</source>
   <translation>Matriz de confusão</translation>
  </message>
  <message>
   <source>Accuracy</source>
   <translation>Exatidão</translation>
  </message>
  <message>
   <source>Mean F1</source>
   <translation>F1 médio</translation>
  </message>
  <message>
   <source>Labels and reference share no ground: check both layers.</source>
   <translation>Rótulos e referência não têm terreno comum: verifique ambas as camadas.</translation>
  </message>
  <message>
   <source>Labels and reference</source>
   <translation>Rótulos e referência</translation>
  </message>
  <message>
   <source>Similarity heat map</source>
   <translation>Mapa de semelhança</translation>
  </message>
  <message>
   <source>Draws how well every place of a layer fits a text, as a raster of one band.</source>
   <translation>Desenha quanto cada lugar de uma camada corresponde a um texto, como raster de uma banda.</translation>
  </message>
  <message>
   <source>What to look for</source>
   <translation>O que procurar</translation>
  </message>
  <message>
   <source>But not</source>
   <translation>Mas não</translation>
  </message>
  <message>
   <source>Heat map</source>
   <translation>Mapa de semelhança</translation>
  </message>
  <message>
   <source>The extent crosses the antimeridian: draw one side at a time.</source>
   <translation>A extensão cruza o antimeridiano: desenhe um lado de cada vez.</translation>
  </message>
  <message>
   <source>Index layer</source>
   <translation>Indexar camada</translation>
  </message>
  <message>
   <source>Prepares a layer, so that searching it takes a moment. Interrupted, it goes on where it stopped.</source>
   <translation>Prepara uma camada para que pesquisar nela demore um instante. Interrompida, continua onde parou.</translation>
  </message>
  <message>
   <source>Windows</source>
   <translation>Janelas</translation>
  </message>
  <message>
   <source>Label features</source>
   <translation>Rotular elementos</translation>
  </message>
  <message>
   <source>Gives every polygon one of the named classes by what the raster layer shows there, without training. All attributes are kept; label, score, margin and the best three classes are appended.</source>
   <translation>Dá a cada polígono uma das classes indicadas segundo o que a camada raster ali mostra, sem treino. Todos os atributos ficam; juntam-se rótulo, pontuação, margem e as três melhores classes.</translation>
  </message>
  <message>
   <source>Labelled features</source>
   <translation>Elementos rotulados</translation>
  </message>
  <message>
   <source>There is no preset {name}: choose one of {known}.</source>
   <translation>Não há predefinição {name}: escolha uma de {known}.</translation>
  </message>
  <message>
   <source>Label raster layer</source>
   <translation>Rotular camada raster</translation>
  </message>
  <message>
   <source>Gives every place of a layer one of the named classes, without training: as areas, and as a raster whose second band is the confidence. Classes are names parted by semicolons, preset:NAME, or a CSV file.</source>
   <translation>Dá a cada lugar de uma camada uma das classes indicadas, sem treino: como áreas e como raster cuja segunda banda é a confiança. As classes são nomes separados por ponto e vírgula, preset:NAME ou um ficheiro CSV.</translation>
  </message>
  <message>
   <source>Confidence below which it is "other"</source>
   <translation>Confiança abaixo da qual é "outro"</translation>
  </message>
  <message>
   <source>Class raster</source>
   <translation>Raster de classes</translation>
  </message>
  <message>
   <source>Areas</source>
   <translation>Áreas</translation>
  </message>
  <message>
   <source>Classes</source>
   <translation>Classes</translation>
  </message>
  <message>
   <source>The extent crosses the antimeridian: label one side at a time.</source>
   <translation>A extensão cruza o antimeridiano: rotule um lado de cada vez.</translation>
  </message>
  <message>
   <source>Search by text</source>
   <translation>Pesquisar com texto</translation>
  </message>
  <message>
   <source>Finds regions of a layer that a text names, in any of ten languages, best first. Phrases that mean the same are parted by semicolons. A layer that is not indexed yet is indexed first.</source>
   <translation>Encontra as regiões de uma camada que um texto nomeia, em dez línguas, as melhores primeiro. Expressões com o mesmo sentido separam-se por ponto e vírgula. Uma camada ainda não indexada é indexada primeiro.</translation>
  </message>
  <message>
   <source>Merged windows</source>
   <translation>Janelas unidas</translation>
  </message>
  <message>
   <source>Shape of regions</source>
   <translation>Forma das regiões</translation>
  </message>
  <message>
   <source>Regions</source>
   <translation>Regiões</translation>
  </message>
  <message>
   <source>Number of regions</source>
   <translation>Número de regiões</translation>
  </message>
  <message>
   <source>Find similar regions</source>
   <translation>Encontrar regiões parecidas</translation>
  </message>
  <message>
   <source>Finds regions that look like up to five polygons, and not like up to five others.</source>
   <translation>Encontra regiões parecidas com até cinco polígonos e diferentes de até outros cinco.</translation>
  </message>
  <message>
   <source>Examples</source>
   <translation>Exemplos</translation>
  </message>
  <message>
   <source>Counter-examples</source>
   <translation>Contraexemplos</translation>
  </message>
  <message>
   <source>{what}: {most} polygons at most, select some of them.</source>
   <translation>{what}: no máximo {most} polígonos, selecione alguns.</translation>
  </message>
  <message>
   <source>Words that say it too</source>
   <translation>Palavras que também o dizem</translation>
  </message>
  <message>
   <source>There are no examples: give a layer with one to five polygons.</source>
   <translation>Não há exemplos: indique uma camada com um a cinco polígonos.</translation>
  </message>
 </context>
</TS>
